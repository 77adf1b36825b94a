// /form add: registered by the bot, answered by Tickit. Written by scripts/stubs.mjs.
import { answerCommand } from '../../core/running.js';

export const config = {
  description: 'Add a question to a ticket type',
  descriptionLocalizations: { de: 'Einem Ticket-Typ eine Frage hinzufügen' },
  contexts: ['Guild'],
  options: [
    {
      name: 'type',
      type: 'string',
      description: 'The ticket type',
      descriptionLocalizations: { de: 'Der Ticket-Typ' },
      required: true,
      autocomplete: true,
    },
    {
      name: 'kind',
      type: 'integer',
      description: 'How it is asked',
      descriptionLocalizations: { de: 'Wie gefragt wird' },
      required: true,
      choices: [
        { name: 'Short text', name_localizations: { de: 'Kurzer Text' }, value: 0 },
        { name: 'Paragraph', name_localizations: { de: 'Absatz' }, value: 1 },
        { name: 'Number', name_localizations: { de: 'Zahl' }, value: 2 },
        { name: 'Menu of options', name_localizations: { de: 'Menü mit Auswahl' }, value: 3 },
        {
          name: 'One of some options (radio buttons)',
          name_localizations: { de: 'Eine von mehreren (Optionsfelder)' },
          value: 4,
        },
        {
          name: 'Any of some options (checkboxes)',
          name_localizations: { de: 'Beliebige von mehreren (Kästchen)' },
          value: 5,
        },
        { name: 'Yes or no (one checkbox)', name_localizations: { de: 'Ja oder nein (ein Kästchen)' }, value: 6 },
        { name: 'Users', name_localizations: { de: 'Nutzer' }, value: 7 },
        { name: 'Roles', name_localizations: { de: 'Rollen' }, value: 8 },
        { name: 'Users and roles', name_localizations: { de: 'Nutzer und Rollen' }, value: 9 },
        { name: 'Channels', name_localizations: { de: 'Kanäle' }, value: 10 },
        { name: 'Files', name_localizations: { de: 'Dateien' }, value: 11 },
        { name: 'Text to read, no question', name_localizations: { de: 'Text zum Lesen, keine Frage' }, value: 12 },
      ],
    },
    {
      name: 'label',
      type: 'string',
      description: 'What is asked',
      descriptionLocalizations: { de: 'Was gefragt wird' },
      required: true,
      max: 45,
    },
    {
      name: 'required',
      type: 'boolean',
      description: 'Whether it must be answered; yes to begin with',
      descriptionLocalizations: { de: 'Ob geantwortet werden muss; anfangs ja' },
    },
    {
      name: 'min',
      type: 'integer',
      description: 'The fewest characters, choices or files, or the smallest number',
      descriptionLocalizations: { de: 'Die wenigsten Zeichen, Auswahlen oder Dateien, oder die kleinste Zahl' },
      min: -9007199254740991,
      max: 9007199254740991,
    },
    {
      name: 'max',
      type: 'integer',
      description: 'The most characters, choices or files, or the largest number',
      descriptionLocalizations: { de: 'Die meisten Zeichen, Auswahlen oder Dateien, oder die größte Zahl' },
      min: -9007199254740991,
      max: 9007199254740991,
    },
  ],
  sage: false,
};

export default (interaction: unknown): undefined => answerCommand(interaction);
