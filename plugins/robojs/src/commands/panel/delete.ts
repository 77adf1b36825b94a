// /panel delete: registered by the bot, answered by Tickit. Written by scripts/stubs.mjs.
import { answerCommand } from '../../core/running.js';

export const config = {
  description: 'Delete a panel and its messages',
  descriptionLocalizations: { de: 'Ein Panel und seine Nachrichten löschen' },
  contexts: ['Guild'],
  options: [
    {
      name: 'panel',
      type: 'string',
      description: 'Which panel',
      descriptionLocalizations: { de: 'Welches Panel' },
      required: true,
      autocomplete: true,
      max: 80,
    },
  ],
  sage: false,
};

export default (interaction: unknown): undefined => answerCommand(interaction);
