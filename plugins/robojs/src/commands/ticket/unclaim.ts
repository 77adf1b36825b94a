// /ticket unclaim: registered by the bot, answered by Tickit. Written by scripts/stubs.mjs.
import { answerCommand } from '../../core/running.js';

export const config = {
  description: 'Give your claim on this ticket up',
  descriptionLocalizations: { de: 'Dieses Ticket wieder abgeben' },
  contexts: ['Guild'],
  options: [],
  sage: false,
};

export default (interaction: unknown): undefined => answerCommand(interaction);
