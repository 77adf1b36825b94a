// /ticket close: registered by the bot, answered by Tickit. Written by scripts/stubs.mjs.
import { answerCommand } from '../../core/running.js';

export const config = {
  description: 'Close this ticket',
  descriptionLocalizations: { de: 'Dieses Ticket schließen' },
  contexts: ['Guild'],
  options: [
    {
      name: 'reason',
      type: 'string',
      description: 'Why it is closed',
      descriptionLocalizations: { de: 'Warum es geschlossen wird' },
      autocomplete: true,
      max: 1000,
    },
  ],
  sage: false,
};

export default (interaction: unknown): undefined => answerCommand(interaction);
