// /notify: registered by the bot, answered by Tickit. Written by scripts/stubs.mjs.
import { answerCommand } from '../core/running.js';

export const config = {
  description: 'Choose what you are told of, in a direct message or in a channel, or show it',
  descriptionLocalizations: {
    de: 'Festlegen, was du erfährst, in einer Direktnachricht oder einem Kanal, oder es zeigen',
  },
  contexts: ['Guild'],
  options: [
    {
      name: 'new',
      type: 'boolean',
      description: 'Whether you are told of tickets that are opened',
      descriptionLocalizations: { de: 'Ob du von Tickets erfährst, die geöffnet werden' },
    },
    {
      name: 'assigned',
      type: 'boolean',
      description: 'Whether you are told of tickets that are given to you',
      descriptionLocalizations: { de: 'Ob du von Tickets erfährst, die dir gegeben werden' },
    },
    {
      name: 'mentioned',
      type: 'boolean',
      description: 'Whether you are told of messages in tickets that mention you',
      descriptionLocalizations: { de: 'Ob du von Nachrichten in Tickets erfährst, die dich erwähnen' },
    },
    {
      name: 'waiting',
      type: 'integer',
      description: 'After how many minutes you are told that a member waits for staff; 0 for never',
      descriptionLocalizations: {
        de: 'Nach wie vielen Minuten du erfährst, dass ein Mitglied auf das Team wartet; 0: nie',
      },
      min: 0,
      max: 10080,
    },
    {
      name: 'channel',
      type: 'channel',
      description: 'The channel in which you are pinged',
      descriptionLocalizations: { de: 'Der Kanal, in dem du angepingt wirst' },
      channelTypes: [0],
    },
    {
      name: 'direct',
      type: 'boolean',
      description: 'Whether you are told in direct messages again',
      descriptionLocalizations: { de: 'Ob du es wieder in Direktnachrichten erfährst' },
    },
  ],
  sage: false,
};

export default (interaction: unknown): undefined => answerCommand(interaction);
