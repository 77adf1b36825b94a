// /type remove: registered by the bot, answered by Tickit. Written by scripts/stubs.mjs.
import { answerCommand } from '../../core/running.js';

export const config = {
  description: 'Remove a ticket type; its open tickets go on',
  descriptionLocalizations: { de: 'Eine Ticketart entfernen; ihre offenen Tickets gehen weiter' },
  contexts: ['Guild'],
  options: [
    {
      name: 'type',
      type: 'string',
      description: 'Which ticket type',
      descriptionLocalizations: { de: 'Welche Ticketart' },
      required: true,
      autocomplete: true,
      max: 80,
    },
  ],
  sage: false,
};

export default (interaction: unknown): undefined => answerCommand(interaction);
