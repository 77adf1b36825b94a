// /blacklist add: registered by the bot, answered by Tickit. Written by scripts/stubs.mjs.
import { answerCommand } from '../../core/running.js';

export const config = {
  description: 'Keep a member or a role from opening tickets',
  descriptionLocalizations: { de: 'Ein Mitglied oder eine Rolle keine Tickets mehr öffnen lassen' },
  contexts: ['Guild'],
  options: [
    {
      name: 'who',
      type: 'mention',
      description: 'Who opens no tickets; those who may manage the server are never held back',
      descriptionLocalizations: { de: 'Wer keine Tickets öffnet; wer den Server verwalten darf, wird nie aufgehalten' },
      required: true,
    },
    {
      name: 'reason',
      type: 'string',
      description: 'Why, for them to read',
      descriptionLocalizations: { de: 'Warum, für sie zum Lesen' },
      max: 500,
    },
    {
      name: 'duration',
      type: 'string',
      description: 'For how long, such as 30m, 2h or 7d; for good if you leave it out',
      descriptionLocalizations: { de: 'Wie lange, etwa 30m, 2h oder 7d; auf Dauer, wenn du nichts angibst' },
      max: 20,
    },
  ],
  sage: false,
};

export default (interaction: unknown): undefined => answerCommand(interaction);
