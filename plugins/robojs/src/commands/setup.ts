// /setup: registered by the bot, answered by Tickit. Written by scripts/stubs.mjs.
import { answerCommand } from '../core/running.js';

export const config = {
  description: 'Choose who works on tickets and where they go',
  descriptionLocalizations: { de: 'Festlegen, wer an Tickets arbeitet und wohin sie kommen' },
  contexts: ['Guild'],
  defaultMemberPermissions: '32',
  options: [
    {
      name: 'staff',
      type: 'role',
      description: 'A role that works on all tickets, besides those that do already',
      descriptionLocalizations: { de: 'Eine Rolle, die an allen Tickets arbeitet, zusätzlich zu den bisherigen' },
    },
    {
      name: 'remove_staff',
      type: 'role',
      description: 'A role that works on all tickets no longer',
      descriptionLocalizations: { de: 'Eine Rolle, die nicht mehr an allen Tickets arbeitet' },
    },
    {
      name: 'category',
      type: 'channel',
      description: 'The category for ticket channels',
      descriptionLocalizations: { de: 'Die Kategorie für Ticketkanäle' },
      channelTypes: [4],
    },
    {
      name: 'log',
      type: 'channel',
      description: 'The channel for transcripts',
      descriptionLocalizations: { de: 'Der Kanal für Gesprächsprotokolle' },
      channelTypes: [0],
    },
    {
      name: 'names',
      type: 'string',
      description: 'How channels are named, from {number}, {type} and {username}',
      descriptionLocalizations: { de: 'Wie Kanäle heißen, aus {number}, {type} und {username}' },
      max: 100,
    },
    {
      name: 'attachment_limit',
      type: 'integer',
      description: 'The largest file that is kept with a ticket, in MiB; 0 keeps none',
      descriptionLocalizations: {
        de: 'Die größte Datei, die mit einem Ticket aufbewahrt wird, in MiB; 0 bewahrt keine auf',
      },
      min: 0,
      max: 10,
    },
    {
      name: 'attachments_limit',
      type: 'integer',
      description: 'How large all files of a ticket may be together, in MiB; 0 keeps none',
      descriptionLocalizations: {
        de: 'Wie groß alle Dateien eines Tickets zusammen sein dürfen, in MiB; 0 bewahrt keine auf',
      },
      min: 0,
      max: 1024,
    },
    {
      name: 'priority',
      type: 'integer',
      description: 'Where the priority of a ticket is shown, besides its first message',
      descriptionLocalizations: { de: 'Wo die Priorität eines Tickets steht, außer in seiner ersten Nachricht' },
      choices: [
        { name: 'only in its first message', name_localizations: { de: 'nur in der ersten Nachricht' }, value: 0 },
        { name: "in front of the channel's name", name_localizations: { de: 'vor dem Namen des Kanals' }, value: 1 },
        { name: "in front of the channel's topic", name_localizations: { de: 'vor dem Thema des Kanals' }, value: 2 },
      ],
    },
    {
      name: 'limit',
      type: 'integer',
      description: 'How many tickets a member may have open, of all types together',
      descriptionLocalizations: { de: 'Wie viele Tickets ein Mitglied offen haben darf, alle Arten zusammen' },
      min: 1,
      max: 50,
    },
    {
      name: 'account_days',
      type: 'integer',
      description: 'How many days old the account of whoever opens a ticket has to be; 0 lets all',
      descriptionLocalizations: {
        de: 'Wie viele Tage alt das Konto sein muss, mit dem jemand Tickets öffnet; 0: egal',
      },
      min: 0,
      max: 365,
    },
    {
      name: 'member_days',
      type: 'integer',
      description: 'For how many days whoever opens a ticket has to have been in the server; 0 lets all',
      descriptionLocalizations: {
        de: 'Seit wie vielen Tagen jemand auf dem Server sein muss, um Tickets zu öffnen; 0: egal',
      },
      min: 0,
      max: 365,
    },
    {
      name: 'feedback',
      type: 'integer',
      description: 'Whether who opened a ticket is asked for one to five stars after it was closed',
      descriptionLocalizations: {
        de: 'Ob nach dem Schließen um ein bis fünf Sterne gebeten wird, wer ein Ticket geöffnet hat',
      },
      choices: [
        { name: 'on', name_localizations: { de: 'an' }, value: 0 },
        { name: 'off', name_localizations: { de: 'aus' }, value: 1 },
      ],
    },
    {
      name: 'retention',
      type: 'integer',
      description: 'For how many days tickets are kept after they were closed; a shorter time waits a day',
      descriptionLocalizations: {
        de: 'Wie viele Tage Tickets nach dem Schließen bleiben; eine kürzere Zeit gilt einen Tag später',
      },
      min: 1,
      max: 3650,
    },
    {
      name: 'time_zone',
      type: 'string',
      description: 'By which clock the days of statistics begin, such as Europe/Berlin',
      descriptionLocalizations: { de: 'Nach welcher Uhr die Tage der Statistik beginnen, zum Beispiel Europe/Berlin' },
      autocomplete: true,
      max: 64,
    },
    {
      name: 'clear',
      type: 'integer',
      description: 'What to take back',
      descriptionLocalizations: { de: 'Was zurückgenommen wird' },
      choices: [
        { name: 'Staff: nobody', name_localizations: { de: 'Team: niemand' }, value: 0 },
        { name: 'Category: none', name_localizations: { de: 'Kategorie: keine' }, value: 1 },
        { name: 'Transcripts: nowhere', name_localizations: { de: 'Protokolle: nirgends' }, value: 2 },
        { name: 'Names: {type}-{number}', name_localizations: { de: 'Namen: {type}-{number}' }, value: 3 },
        {
          name: 'Open tickets of a member: as many as the types let',
          name_localizations: { de: 'Offene Tickets eines Mitglieds: so viele, wie die Arten erlauben' },
          value: 4,
        },
        { name: 'Largest file: 8 MiB', name_localizations: { de: 'Größte Datei: 8 MiB' }, value: 5 },
        {
          name: 'All files of a ticket: 64 MiB',
          name_localizations: { de: 'Alle Dateien eines Tickets: 64 MiB' },
          value: 6,
        },
        { name: 'Feedback: on', name_localizations: { de: 'Bewertung: an' }, value: 7 },
        {
          name: 'Closed tickets: kept for ever',
          name_localizations: { de: 'Geschlossene Tickets: bleiben für immer' },
          value: 8,
        },
        { name: 'Time zone: UTC', name_localizations: { de: 'Zeitzone: UTC' }, value: 9 },
      ],
    },
  ],
  sage: false,
};

export default (interaction: unknown): undefined => answerCommand(interaction);
