// /ticket reopen: registered by the bot, answered by Tickit. Written by scripts/stubs.mjs.
import { answerCommand } from '../../core/running.js';

export const config = {
  description: 'Reopen a closed ticket, or follow up one of your own',
  descriptionLocalizations: {
    de: 'Ein geschlossenes Ticket wieder öffnen, oder auf ein eigenes ein neues folgen lassen',
  },
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
  ],
  sage: false,
};

export default (interaction: unknown): undefined => answerCommand(interaction);
