// /staff remove: registered by the bot, answered by Tickit. Written by scripts/stubs.mjs.
import { answerCommand } from '../../core/running.js';

export const config = {
  description: 'Take a member or a role off staff',
  descriptionLocalizations: { de: 'Ein Mitglied oder eine Rolle aus dem Team nehmen' },
  contexts: ['Guild'],
  options: [
    {
      name: 'who',
      type: 'mention',
      description: 'Who works on tickets no longer',
      descriptionLocalizations: { de: 'Wer sich nicht mehr um Tickets kümmert' },
      required: true,
    },
    {
      name: 'team',
      type: 'string',
      description: 'Out of which team; off all staff if you leave it out',
      descriptionLocalizations: { de: 'Aus welcher Gruppe; aus dem ganzen Team, wenn du nichts angibst' },
      autocomplete: true,
      max: 32,
    },
  ],
  sage: false,
};

export default (interaction: unknown): undefined => answerCommand(interaction);
