// /ticket request-close: registered by the bot, answered by Tickit. Written by scripts/stubs.mjs.
import { answerCommand } from '../../core/running.js';

export const config = {
  description: 'Ask the other side to close this ticket',
  descriptionLocalizations: { de: 'Die andere Seite bitten, dieses Ticket zu schließen' },
  contexts: ['Guild'],
  options: [
    {
      name: 'reason',
      type: 'string',
      description: 'Why it shall be closed',
      descriptionLocalizations: { de: 'Warum es geschlossen werden soll' },
      autocomplete: true,
      max: 1000,
    },
    {
      name: 'hours',
      type: 'integer',
      description: 'After how many hours it is closed without an answer; it stays open if you leave this out',
      descriptionLocalizations: {
        de: 'Nach wie vielen Stunden es ohne Antwort geschlossen wird; ohne Angabe bleibt es offen',
      },
      min: 1,
      max: 720,
    },
  ],
  sage: false,
};

export default (interaction: unknown): undefined => answerCommand(interaction);
