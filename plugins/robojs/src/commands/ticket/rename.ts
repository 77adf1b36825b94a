// /ticket rename: registered by the bot, answered by Tickit. Written by scripts/stubs.mjs.
import { answerCommand } from '../../core/running.js';

export const config = {
  description: "Give this ticket's channel another name",
  descriptionLocalizations: { de: 'Den Kanal dieses Tickets umbenennen' },
  contexts: ['Guild'],
  options: [
    {
      name: 'name',
      type: 'string',
      description: 'The new name',
      descriptionLocalizations: { de: 'Der neue Name' },
      required: true,
      max: 100,
    },
  ],
  sage: false,
};

export default (interaction: unknown): undefined => answerCommand(interaction);
