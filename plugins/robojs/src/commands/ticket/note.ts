// /ticket note: registered by the bot, answered by Tickit. Written by scripts/stubs.mjs.
import { answerCommand } from '../../core/running.js';

export const config = {
  description: 'Write a note on this ticket that staff alone sees',
  descriptionLocalizations: { de: 'Eine Notiz zu diesem Ticket schreiben, die nur das Team sieht' },
  contexts: ['Guild'],
  options: [
    {
      name: 'text',
      type: 'string',
      description: 'What it says',
      descriptionLocalizations: { de: 'Was darin steht' },
      max: 4000,
    },
  ],
  sage: false,
};

export default (interaction: unknown): undefined => answerCommand(interaction);
