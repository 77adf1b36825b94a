// /ticket notes: registered by the bot, answered by Tickit. Written by scripts/stubs.mjs.
import { answerCommand } from '../../core/running.js';

export const config = {
  description: 'Read the notes on a ticket',
  descriptionLocalizations: { de: 'Die Notizen zu einem Ticket lesen' },
  contexts: ['Guild'],
  options: [
    {
      name: 'ticket',
      type: 'integer',
      description: "The ticket's number; the ticket of this channel if you leave it out",
      descriptionLocalizations: { de: 'Die Nummer des Tickets; ohne sie das Ticket dieses Kanals' },
      autocomplete: true,
      min: 1,
      max: 4294967295,
    },
  ],
  sage: false,
};

export default (interaction: unknown): undefined => answerCommand(interaction);
