// /form show: registered by the bot, answered by Tickit. Written by scripts/stubs.mjs.
import { answerCommand } from '../../core/running.js';

export const config = {
  description: 'Show the questions of a ticket type, and try them',
  descriptionLocalizations: { de: 'Die Fragen eines Ticket-Typs zeigen und ausprobieren' },
  contexts: ['Guild'],
  options: [
    {
      name: 'type',
      type: 'string',
      description: 'The ticket type',
      descriptionLocalizations: { de: 'Der Ticket-Typ' },
      required: true,
      autocomplete: true,
    },
  ],
  sage: false,
};

export default (interaction: unknown): undefined => answerCommand(interaction);
