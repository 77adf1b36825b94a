// /panel type: registered by the bot, answered by Tickit. Written by scripts/stubs.mjs.
import { answerCommand } from '../../core/running.js';

export const config = {
  description: 'Add a ticket type, or change the one of the same name',
  descriptionLocalizations: { de: 'Eine Ticketart anlegen oder die gleichen Namens ändern' },
  contexts: ['Guild'],
  options: [
    {
      name: 'name',
      type: 'string',
      description: 'What its button says',
      descriptionLocalizations: { de: 'Was auf ihrem Knopf steht' },
      required: true,
      max: 80,
    },
    {
      name: 'emoji',
      type: 'string',
      description: 'The emoji on its button',
      descriptionLocalizations: { de: 'Das Emoji auf ihrem Knopf' },
      max: 64,
    },
    {
      name: 'staff',
      type: 'role',
      description: "A role that works on it, besides those that do already and the server's staff",
      descriptionLocalizations: { de: 'Eine Rolle, die daran arbeitet, neben den bisherigen und dem Team des Servers' },
    },
    {
      name: 'remove_staff',
      type: 'role',
      description: 'A role that works on it no longer',
      descriptionLocalizations: { de: 'Eine Rolle, die nicht mehr daran arbeitet' },
    },
    {
      name: 'limit',
      type: 'integer',
      description: 'How many of it one member may have open; 1 to begin with',
      descriptionLocalizations: { de: 'Wie viele davon ein Mitglied offen haben darf; am Anfang 1' },
      min: 1,
      max: 10,
    },
    {
      name: 'questions',
      type: 'string',
      description: 'Questions separated by |, an optional one beginning with ?; /form asks for more than texts',
      descriptionLocalizations: {
        de: 'Fragen, getrennt durch |, eine freiwillige beginnt mit ?; /form fragt mehr als Texte',
      },
      max: 300,
    },
    {
      name: 'mention',
      type: 'boolean',
      description: 'Whether a new ticket of it mentions its staff; no to begin with',
      descriptionLocalizations: { de: 'Ob ein neues Ticket sein Team erwähnt; am Anfang nein' },
    },
    {
      name: 'clear',
      type: 'integer',
      description: 'What to take back',
      descriptionLocalizations: { de: 'Was zurückgenommen wird' },
      choices: [
        { name: 'Emoji: none', name_localizations: { de: 'Emoji: keines' }, value: 0 },
        { name: "Staff: only the server's", name_localizations: { de: 'Team: nur das des Servers' }, value: 1 },
        { name: 'Limit: 1', name_localizations: { de: 'Grenze: 1' }, value: 2 },
        { name: 'Questions: none', name_localizations: { de: 'Fragen: keine' }, value: 3 },
      ],
    },
  ],
  sage: false,
};

export default (interaction: unknown): undefined => answerCommand(interaction);
