// /ticket pin: registered by the bot, answered by Tickit. Written by scripts/stubs.mjs.
import { answerCommand } from '../../core/running.js';

export const config = {
  description: 'Pin the first message of this ticket, or take that back',
  descriptionLocalizations: { de: 'Die erste Nachricht dieses Tickets anpinnen oder das zurücknehmen' },
  contexts: ['Guild'],
  options: [],
  sage: false,
};

export default (interaction: unknown): undefined => answerCommand(interaction);
