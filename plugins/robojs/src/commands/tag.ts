// /tag: registered by the bot, answered by Tickit. Written by scripts/stubs.mjs.
import { answerCommand } from '../core/running.js';

export const config = {
  description: 'Post one of the texts that are kept as tags',
  descriptionLocalizations: { de: 'Einen der Texte schicken, die als Tags gespeichert sind' },
  contexts: ['Guild'],
  options: [
    {
      name: 'name',
      type: 'string',
      description: 'Which tag',
      descriptionLocalizations: { de: 'Welcher Tag' },
      required: true,
      autocomplete: true,
      max: 32,
    },
    {
      name: 'for',
      type: 'user',
      description: 'Whom it is for: they are mentioned',
      descriptionLocalizations: { de: 'Für wen er ist: das Mitglied wird erwähnt' },
    },
  ],
  sage: false,
};

export default (interaction: unknown): undefined => answerCommand(interaction);
