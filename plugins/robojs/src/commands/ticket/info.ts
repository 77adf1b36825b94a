// /ticket info: registered by the bot, answered by Tickit. Written by scripts/stubs.mjs.
import { answerCommand } from '../../core/running.js';

export const config = {
  description: 'Look up how a ticket stands',
  descriptionLocalizations: { de: 'Nachsehen, wie es um ein Ticket steht' },
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
