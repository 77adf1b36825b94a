// /type add: registered by the bot, answered by Tickit. Written by scripts/stubs.mjs.
import { answerCommand } from '../../core/running.js';

export const config = {
  description: 'Add a ticket type',
  descriptionLocalizations: { de: 'Eine Ticketart anlegen' },
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
      name: 'style',
      type: 'integer',
      description: 'The colour of its button',
      descriptionLocalizations: { de: 'Die Farbe ihres Knopfes' },
      choices: [
        { name: 'Blurple', name_localizations: { de: 'Blurple' }, value: 0 },
        { name: 'Grey', name_localizations: { de: 'Grau' }, value: 1 },
        { name: 'Green', name_localizations: { de: 'Grün' }, value: 2 },
        { name: 'Red', name_localizations: { de: 'Rot' }, value: 3 },
      ],
    },
    {
      name: 'category',
      type: 'channel',
      description: "The category for its channels; the server's if you leave it out",
      descriptionLocalizations: { de: 'Die Kategorie für ihre Kanäle; die des Servers, wenn du nichts angibst' },
      channelTypes: [4],
    },
    {
      name: 'overflow',
      type: 'channel',
      description: 'A category to go on in when that is full, besides those before',
      descriptionLocalizations: { de: 'Eine Kategorie, in der es weitergeht, wenn jene voll ist, nach den bisherigen' },
      channelTypes: [4],
    },
    {
      name: 'staff',
      type: 'role',
      description: "A role that works on it, besides those that do already and the server's staff",
      descriptionLocalizations: { de: 'Eine Rolle, die daran arbeitet, neben den bisherigen und dem Team des Servers' },
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
      name: 'cooldown',
      type: 'integer',
      description: 'How many minutes a member has to wait for the next one; 0 to begin with',
      descriptionLocalizations: { de: 'Wie viele Minuten ein Mitglied auf das nächste warten muss; am Anfang 0' },
      min: 0,
      max: 43200,
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
      name: 'ping',
      type: 'role',
      description: 'A role that a new ticket pings once, besides those before',
      descriptionLocalizations: { de: 'Eine Rolle, die ein neues Ticket einmal anpingt, neben den bisherigen' },
    },
    {
      name: 'required',
      type: 'role',
      description: 'A role that lets a member open it; who has none of these may not',
      descriptionLocalizations: { de: 'Eine Rolle, mit der man es öffnen darf; wer keine davon hat, darf nicht' },
    },
    {
      name: 'forbidden',
      type: 'role',
      description: 'A role with which a member may not open it',
      descriptionLocalizations: { de: 'Eine Rolle, mit der man es nicht öffnen darf' },
    },
    {
      name: 'access',
      type: 'string',
      description: 'All of who may open it, in order: deny @Muted, allow @Member. The first that fits decides',
      descriptionLocalizations: {
        de: 'Alle Regeln, wer es öffnen darf, der Reihe nach: verbiete @Stumm, erlaube @Mitglied',
      },
      max: 1000,
    },
    {
      name: 'priority',
      type: 'integer',
      description: 'How urgent its tickets are to begin with',
      descriptionLocalizations: { de: 'Wie dringend ihre Tickets am Anfang sind' },
      choices: [
        { name: 'Low', name_localizations: { de: 'Niedrig' }, value: 0 },
        { name: 'Normal', name_localizations: { de: 'Mittel' }, value: 1 },
        { name: 'High', name_localizations: { de: 'Hoch' }, value: 2 },
        { name: 'Urgent', name_localizations: { de: 'Dringend' }, value: 3 },
      ],
    },
    {
      name: 'closes',
      type: 'integer',
      description: 'Who closes its tickets',
      descriptionLocalizations: { de: 'Wer ihre Tickets schließt' },
      choices: [
        { name: 'Who opened it, and staff', name_localizations: { de: 'Wer es geöffnet hat, und das Team' }, value: 0 },
        { name: 'Staff only', name_localizations: { de: 'Nur das Team' }, value: 1 },
      ],
    },
    {
      name: 'reason',
      type: 'boolean',
      description: 'Whether closing needs a reason; no to begin with',
      descriptionLocalizations: { de: 'Ob das Schließen einen Grund braucht; am Anfang nein' },
    },
    {
      name: 'reopen',
      type: 'integer',
      description: 'For how many hours after closing it may be reopened; 0: never',
      descriptionLocalizations: { de: 'Wie viele Stunden nach dem Schließen es wieder geöffnet werden darf; 0: nie' },
      min: 0,
      max: 8760,
    },
  ],
  sage: false,
};

export default (interaction: unknown): undefined => answerCommand(interaction);
