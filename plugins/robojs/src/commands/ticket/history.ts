// /ticket history: registered by the bot, answered by Tickit. Written by scripts/stubs.mjs.
import { answerCommand } from '../../core/running.js';

export const config = {
  description: 'Look up the tickets that a member opened',
  descriptionLocalizations: { de: 'Die Tickets nachsehen, die ein Mitglied geöffnet hat' },
  contexts: ['Guild'],
  options: [
    {
      name: 'member',
      type: 'user',
      description: 'Whose tickets',
      descriptionLocalizations: { de: 'Wessen Tickets' },
      required: true,
    },
  ],
  sage: false,
};

export default (interaction: unknown): undefined => answerCommand(interaction);
