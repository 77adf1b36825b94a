// /tags add: registered by the bot, answered by Tickit. Written by scripts/stubs.mjs.
import { answerCommand } from '../../core/running.js';

export const config = {
  description: 'Keep a text as a tag; a form asks what it says',
  descriptionLocalizations: { de: 'Einen Text als Tag speichern; ein Formular fragt, was er sagt' },
  contexts: ['Guild'],
  options: [
    {
      name: 'name',
      type: 'string',
      description: 'What you find it by',
      descriptionLocalizations: { de: 'Wie du ihn findest' },
      max: 32,
    },
  ],
  sage: false,
};

export default (interaction: unknown): undefined => answerCommand(interaction);
