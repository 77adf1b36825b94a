// /blacklist remove: registered by the bot, answered by Tickit. Written by scripts/stubs.mjs.
import { answerCommand } from '../../core/running.js';

export const config = {
  description: 'Let a member or a role open tickets again',
  descriptionLocalizations: { de: 'Ein Mitglied oder eine Rolle wieder Tickets öffnen lassen' },
  contexts: ['Guild'],
  options: [
    {
      name: 'who',
      type: 'mention',
      description: 'Who may open tickets again',
      descriptionLocalizations: { de: 'Wer wieder Tickets öffnen darf' },
      required: true,
    },
  ],
  sage: false,
};

export default (interaction: unknown): undefined => answerCommand(interaction);
