// /ticket transcript: registered by the bot, answered by Tickit. Written by scripts/stubs.mjs.
import { answerCommand } from '../../core/running.js';

export const config = {
  description: 'Read what was said in a ticket',
  descriptionLocalizations: { de: 'Lies, was in einem Ticket gesagt wurde' },
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
    {
      name: 'part',
      type: 'integer',
      description: 'Which part of it, where it is too large for one message',
      descriptionLocalizations: { de: 'Welcher Teil davon, wenn es für eine Nachricht zu groß ist' },
      min: 1,
      max: 4294967295,
    },
  ],
  sage: false,
};

export default (interaction: unknown): undefined => answerCommand(interaction);
