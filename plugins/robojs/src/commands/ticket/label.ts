// /ticket label: registered by the bot, answered by Tickit. Written by scripts/stubs.mjs.
import { answerCommand } from '../../core/running.js';

export const config = {
  description: 'Change the labels of this ticket',
  descriptionLocalizations: { de: 'Die Labels dieses Tickets ändern' },
  contexts: ['Guild'],
  options: [
    {
      name: 'add',
      type: 'string',
      description: 'Labels that come, separated by commas',
      descriptionLocalizations: { de: 'Labels, die dazukommen, durch Kommas getrennt' },
      autocomplete: true,
      max: 200,
    },
    {
      name: 'remove',
      type: 'string',
      description: 'Labels that go, separated by commas',
      descriptionLocalizations: { de: 'Labels, die wegfallen, durch Kommas getrennt' },
      autocomplete: true,
      max: 200,
    },
  ],
  sage: false,
};

export default (interaction: unknown): undefined => answerCommand(interaction);
