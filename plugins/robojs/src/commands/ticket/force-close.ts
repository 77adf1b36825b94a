// /ticket force-close: registered by the bot, answered by Tickit. Written by scripts/stubs.mjs.
import { answerCommand } from '../../core/running.js';

export const config = {
  description: 'Close a ticket from anywhere, whatever its type asks',
  descriptionLocalizations: { de: 'Ein Ticket von überall schließen, was auch immer seine Art verlangt' },
  contexts: ['Guild'],
  options: [
    {
      name: 'ticket',
      type: 'integer',
      description: "The ticket's number",
      descriptionLocalizations: { de: 'Die Nummer des Tickets' },
      required: true,
      autocomplete: true,
      min: 1,
      max: 4294967295,
    },
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
