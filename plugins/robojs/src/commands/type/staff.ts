// /type staff: registered by the bot, answered by Tickit. Written by scripts/stubs.mjs.
import { answerCommand } from '../../core/running.js';

export const config = {
  description: 'Choose which teams work on a ticket type, and what a claim means',
  descriptionLocalizations: { de: 'Wählen, welche Gruppen sich um eine Ticketart kümmern und was Übernehmen bedeutet' },
  contexts: ['Guild'],
  options: [
    {
      name: 'type',
      type: 'string',
      description: 'Which ticket type',
      descriptionLocalizations: { de: 'Welche Ticketart' },
      required: true,
      autocomplete: true,
      max: 80,
    },
    {
      name: 'team',
      type: 'string',
      description: 'A team that works on it, besides those that do already',
      descriptionLocalizations: { de: 'Eine Gruppe, die sich darum kümmert, neben den bisherigen' },
      autocomplete: true,
      max: 32,
    },
    {
      name: 'remove_team',
      type: 'string',
      description: 'A team that works on it no longer',
      descriptionLocalizations: { de: 'Eine Gruppe, die sich nicht mehr darum kümmert' },
      autocomplete: true,
      max: 32,
    },
    {
      name: 'claimed',
      type: 'integer',
      description: 'What others of staff may do in a ticket that somebody has claimed',
      descriptionLocalizations: { de: 'Was andere vom Team in einem Ticket dürfen, das jemand übernommen hat' },
      choices: [
        { name: 'read and write', name_localizations: { de: 'lesen und schreiben' }, value: 0 },
        { name: 'read only', name_localizations: { de: 'nur lesen' }, value: 1 },
        { name: 'do not see it', name_localizations: { de: 'sehen es nicht' }, value: 2 },
      ],
    },
  ],
  sage: false,
};

export default (interaction: unknown): undefined => answerCommand(interaction);
