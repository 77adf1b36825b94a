// /ticket transfer: registered by the bot, answered by Tickit. Written by scripts/stubs.mjs.
import { answerCommand } from '../../core/running.js';

export const config = {
  description: 'Hand this ticket over to somebody of staff, or to a team',
  descriptionLocalizations: { de: 'Dieses Ticket an jemanden vom Team oder an eine Gruppe übergeben' },
  contexts: ['Guild'],
  options: [
    {
      name: 'member',
      type: 'user',
      description: 'Who works on it from now on',
      descriptionLocalizations: { de: 'Wer sich von nun an darum kümmert' },
    },
    {
      name: 'team',
      type: 'string',
      description: 'The team that it goes to; with neither it goes back to the staff of its type',
      descriptionLocalizations: { de: 'Die Gruppe, an die es geht; ohne beides geht es zurück ans Team seiner Art' },
      autocomplete: true,
      max: 32,
    },
  ],
  sage: false,
};

export default (interaction: unknown): undefined => answerCommand(interaction);
