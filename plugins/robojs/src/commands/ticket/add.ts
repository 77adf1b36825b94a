// /ticket add: registered by the bot, answered by Tickit. Written by scripts/stubs.mjs.
import { answerCommand } from '../../core/running.js';

export const config = {
  description: 'Add a member to this ticket',
  descriptionLocalizations: { de: 'Ein Mitglied zu diesem Ticket hinzufügen' },
  contexts: ['Guild'],
  options: [
    {
      name: 'who',
      type: 'mention',
      description: 'Who may see it and write in it',
      descriptionLocalizations: { de: 'Wer es sehen und darin schreiben darf' },
      required: true,
    },
  ],
  sage: false,
};

export default (interaction: unknown): undefined => answerCommand(interaction);
