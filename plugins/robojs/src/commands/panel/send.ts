// /panel send: registered by the bot, answered by Tickit. Written by scripts/stubs.mjs.
import { answerCommand } from '../../core/running.js';

export const config = {
  description: 'Publish a panel with a button for each ticket type',
  descriptionLocalizations: { de: 'Ein Panel mit einem Knopf für jede Ticketart veröffentlichen' },
  contexts: ['Guild'],
  options: [
    {
      name: 'panel',
      type: 'string',
      description: 'Which panel; one of all ticket types if you leave it out',
      descriptionLocalizations: { de: 'Welches Panel; eines mit allen Ticketarten, wenn du nichts angibst' },
      autocomplete: true,
      max: 80,
    },
    {
      name: 'title',
      type: 'string',
      description: "The panel's title",
      descriptionLocalizations: { de: 'Die Überschrift des Panels' },
      max: 256,
    },
    {
      name: 'text',
      type: 'string',
      description: 'The text below it',
      descriptionLocalizations: { de: 'Der Text darunter' },
      max: 2000,
    },
    {
      name: 'channel',
      type: 'channel',
      description: 'Where to publish it; here if you leave it out',
      descriptionLocalizations: { de: 'Wo es erscheint; hier, wenn du nichts angibst' },
      channelTypes: [0, 5],
    },
  ],
  sage: false,
};

export default (interaction: unknown): undefined => answerCommand(interaction);
