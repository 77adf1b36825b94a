// /type list: registered by the bot, answered by Tickit. Written by scripts/stubs.mjs.
import { answerCommand } from '../../core/running.js';

export const config = {
  description: 'Show the ticket types, or all that is chosen of one',
  descriptionLocalizations: { de: 'Die Ticketarten zeigen, oder alles, was bei einer gewählt ist' },
  contexts: ['Guild'],
  options: [
    {
      name: 'type',
      type: 'string',
      description: 'Which one to show in full; all if you leave it out',
      descriptionLocalizations: { de: 'Welche ganz gezeigt wird; alle, wenn du nichts angibst' },
      autocomplete: true,
      max: 80,
    },
  ],
  sage: false,
};

export default (interaction: unknown): undefined => answerCommand(interaction);
