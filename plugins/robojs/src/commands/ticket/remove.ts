// /ticket remove: registered by the bot, answered by Tickit. Written by scripts/stubs.mjs.
import { answerCommand } from '../../core/running.js';

export const config = {
  description: 'Remove a member from this ticket',
  descriptionLocalizations: { de: 'Ein Mitglied aus diesem Ticket entfernen' },
  contexts: ['Guild'],
  options: [
    {
      name: 'who',
      type: 'mention',
      description: 'Who may no longer see it',
      descriptionLocalizations: { de: 'Wer es nicht mehr sehen darf' },
      required: true,
    },
  ],
  sage: false,
};

export default (interaction: unknown): undefined => answerCommand(interaction);
