// /tags list: registered by the bot, answered by Tickit. Written by scripts/stubs.mjs.
import { answerCommand } from '../../core/running.js';

export const config = {
  description: 'Show the tags',
  descriptionLocalizations: { de: 'Die Tags zeigen' },
  contexts: ['Guild'],
  options: [],
  sage: false,
};

export default (interaction: unknown): undefined => answerCommand(interaction);
