// /panel list: registered by the bot, answered by Tickit. Written by scripts/stubs.mjs.
import { answerCommand } from '../../core/running.js';

export const config = {
  description: 'Show the panels and where they are published',
  descriptionLocalizations: { de: 'Die Panels zeigen, und wo sie veröffentlicht sind' },
  contexts: ['Guild'],
  options: [],
  sage: false,
};

export default (interaction: unknown): undefined => answerCommand(interaction);
