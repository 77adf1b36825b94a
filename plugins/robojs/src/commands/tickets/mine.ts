// /tickets mine: registered by the bot, answered by Tickit. Written by scripts/stubs.mjs.
import { answerCommand } from '../../core/running.js';

export const config = {
  description: 'List the tickets that you work on, and those that you opened',
  descriptionLocalizations: { de: 'Die Tickets auflisten, um die du dich kümmerst und die du geöffnet hast' },
  contexts: ['Guild'],
  options: [],
  sage: false,
};

export default (interaction: unknown): undefined => answerCommand(interaction);
