// /tags edit: registered by the bot, answered by Tickit. Written by scripts/stubs.mjs.
import { answerCommand } from '../../core/running.js';

export const config = {
  description: 'Change what a tag says',
  descriptionLocalizations: { de: 'Ändern, was ein Tag sagt' },
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
  ],
  sage: false,
};

export default (interaction: unknown): undefined => answerCommand(interaction);
