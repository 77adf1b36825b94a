// /panel edit: registered by the bot, answered by Tickit. Written by scripts/stubs.mjs.
import { answerCommand } from '../../core/running.js';

export const config = {
  description: 'Change what you name of a panel; with nothing else, a form asks for its texts',
  descriptionLocalizations: {
    de: 'Ändern, was du bei einem Panel nennst; sonst fragt ein Formular nach seinen Texten',
  },
  contexts: ['Guild'],
  options: [
    {
      name: 'panel',
      type: 'string',
      description: 'Which panel',
      descriptionLocalizations: { de: 'Welches Panel' },
      required: true,
      autocomplete: true,
      max: 80,
    },
    {
      name: 'name',
      type: 'string',
      description: 'What you find it by',
      descriptionLocalizations: { de: 'Wodurch du es findest' },
      max: 80,
    },
    {
      name: 'title',
      type: 'string',
      description: 'Its title',
      descriptionLocalizations: { de: 'Seine Überschrift' },
      max: 256,
    },
    {
      name: 'text',
      type: 'string',
      description: 'The text below it',
      descriptionLocalizations: { de: 'Der Text darunter' },
      max: 3000,
    },
    {
      name: 'types',
      type: 'string',
      description: 'Its ticket types in their order, separated by |; all if you leave it out',
      descriptionLocalizations: {
        de: 'Seine Ticketarten in ihrer Reihenfolge, getrennt durch |; alle, wenn du nichts angibst',
      },
      autocomplete: true,
      max: 2200,
    },
    {
      name: 'shows',
      type: 'integer',
      description: 'Whether its types are buttons or a select menu',
      descriptionLocalizations: { de: 'Ob seine Arten Knöpfe sind oder ein Auswahlmenü' },
      choices: [
        { name: 'Buttons', name_localizations: { de: 'Knöpfe' }, value: 0 },
        { name: 'Select menu', name_localizations: { de: 'Auswahlmenü' }, value: 1 },
      ],
    },
    {
      name: 'colour',
      type: 'string',
      description: 'The colour at its side, such as #5865F2 or green',
      descriptionLocalizations: { de: 'Die Farbe an seiner Seite, etwa #5865F2 oder green' },
      max: 20,
    },
    {
      name: 'image',
      type: 'string',
      description: 'The address of an image below the text: https://…',
      descriptionLocalizations: { de: 'Die Adresse eines Bildes unter dem Text: https://…' },
      max: 2048,
    },
    {
      name: 'thumbnail',
      type: 'string',
      description: 'The address of a small image beside the text: https://…',
      descriptionLocalizations: { de: 'Die Adresse eines kleinen Bildes neben dem Text: https://…' },
      max: 2048,
    },
    {
      name: 'clear',
      type: 'integer',
      description: 'What to take back',
      descriptionLocalizations: { de: 'Was zurückgenommen wird' },
      choices: [
        { name: 'Ticket types: all', name_localizations: { de: 'Ticketarten: alle' }, value: 0 },
        { name: 'Text: none', name_localizations: { de: 'Text: keiner' }, value: 1 },
        { name: 'Colour: as usual', name_localizations: { de: 'Farbe: wie üblich' }, value: 2 },
        { name: 'Image: none', name_localizations: { de: 'Bild: keines' }, value: 3 },
        { name: 'Small image: none', name_localizations: { de: 'Kleines Bild: keines' }, value: 4 },
      ],
    },
  ],
  sage: false,
};

export default (interaction: unknown): undefined => answerCommand(interaction);
