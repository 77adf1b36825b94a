// /form edit: registered by the bot, answered by Tickit. Written by scripts/stubs.mjs.
import { answerCommand } from '../../core/running.js';

export const config = {
  description: 'Change a question of a ticket type',
  descriptionLocalizations: { de: 'Eine Frage eines Ticket-Typs ändern' },
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
      name: 'required',
      type: 'boolean',
      description: 'Whether it must be answered',
      descriptionLocalizations: { de: 'Ob geantwortet werden muss' },
    },
    {
      name: 'min',
      type: 'integer',
      description: 'The fewest characters, choices or files (0 takes it back), or the smallest number',
      descriptionLocalizations: {
        de: 'Die wenigsten Zeichen, Auswahlen oder Dateien (0 nimmt es zurück), oder die kleinste Zahl',
      },
      min: -9007199254740991,
      max: 9007199254740991,
    },
    {
      name: 'max',
      type: 'integer',
      description: 'The most characters, choices or files (0 takes it back), or the largest number',
      descriptionLocalizations: {
        de: 'Die meisten Zeichen, Auswahlen oder Dateien (0 nimmt es zurück), oder die größte Zahl',
      },
      min: -9007199254740991,
      max: 9007199254740991,
    },
  ],
  sage: false,
};

export default (interaction: unknown): undefined => answerCommand(interaction);
