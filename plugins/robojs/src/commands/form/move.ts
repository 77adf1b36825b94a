// /form move: registered by the bot, answered by Tickit. Written by scripts/stubs.mjs.
import { answerCommand } from '../../core/running.js';

export const config = {
  description: 'Move a question of a ticket type',
  descriptionLocalizations: { de: 'Eine Frage eines Ticket-Typs verschieben' },
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
    {
      name: 'place',
      type: 'integer',
      description: 'Which it shall be, from 1',
      descriptionLocalizations: { de: 'Die wievielte sie sein soll, ab 1' },
      required: true,
      min: 1,
      max: 25,
    },
  ],
  sage: false,
};

export default (interaction: unknown): undefined => answerCommand(interaction);
