// /blacklist list: registered by the bot, answered by Tickit. Written by scripts/stubs.mjs.
import { answerCommand } from '../../core/running.js';

export const config = {
  description: 'Show who opens no tickets, why, and until when',
  descriptionLocalizations: { de: 'Zeigen, wer keine Tickets öffnet, warum und bis wann' },
  contexts: ['Guild'],
  options: [],
  sage: false,
};

export default (interaction: unknown): undefined => answerCommand(interaction);
