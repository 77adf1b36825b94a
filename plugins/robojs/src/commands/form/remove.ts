// /form remove: registered by the bot, answered by Tickit. Written by scripts/stubs.mjs.
import { answerCommand } from '../../core/running.js';

export const config = {
  description: 'Remove a question of a ticket type',
  descriptionLocalizations: { de: 'Eine Frage eines Ticket-Typs entfernen' },
  contexts: ['Guild'],
  options: [
    {
      name: 'question',
      type: 'string',
      description: 'The question',
      descriptionLocalizations: { de: 'Die Frage' },
      required: true,
      autocomplete: true,
    },
  ],
  sage: false,
};

export default (interaction: unknown): undefined => answerCommand(interaction);
