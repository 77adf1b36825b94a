// /tickets search: registered by the bot, answered by Tickit. Written by scripts/stubs.mjs.
import { answerCommand } from '../../core/running.js';

export const config = {
  description: 'Search tickets by type, name, topic, label and answers',
  descriptionLocalizations: { de: 'Tickets nach Typ, Name, Thema, Label und Antworten durchsuchen' },
  contexts: ['Guild'],
  options: [
    {
      name: 'text',
      type: 'string',
      description: 'What to search for',
      descriptionLocalizations: { de: 'Wonach gesucht wird' },
      required: true,
      max: 60,
    },
  ],
  sage: false,
};

export default (interaction: unknown): undefined => answerCommand(interaction);
