// /ticket topic: registered by the bot, answered by Tickit. Written by scripts/stubs.mjs.
import { answerCommand } from '../../core/running.js';

export const config = {
  description: 'Say what this ticket is about',
  descriptionLocalizations: { de: 'Sagen, worum es in diesem Ticket geht' },
  contexts: ['Guild'],
  options: [
    {
      name: 'text',
      type: 'string',
      description: 'What it is about; nothing to take it back',
      descriptionLocalizations: { de: 'Worum es geht; nichts, um es zurückzunehmen' },
      max: 500,
    },
  ],
  sage: false,
};

export default (interaction: unknown): undefined => answerCommand(interaction);
