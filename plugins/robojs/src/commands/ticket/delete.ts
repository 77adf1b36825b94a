// /ticket delete: registered by the bot, answered by Tickit. Written by scripts/stubs.mjs.
import { answerCommand } from '../../core/running.js';

export const config = {
  description: 'Delete a closed ticket with all that is kept of it, for good',
  descriptionLocalizations: { de: 'Ein geschlossenes Ticket mit allem, was davon aufbewahrt ist, endgültig löschen' },
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
