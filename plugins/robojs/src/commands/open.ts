// /open: registered by the bot, answered by Tickit. Written by scripts/stubs.mjs.
import { answerCommand } from '../core/running.js';

export const config = {
  description: 'Open a ticket',
  descriptionLocalizations: { de: 'Ein Ticket öffnen' },
  contexts: ['Guild'],
  options: [
    {
      name: 'type',
      type: 'string',
      description: 'What it is about; you are asked if you leave it out',
      descriptionLocalizations: { de: 'Worum es geht; ohne Angabe wirst du gefragt' },
      autocomplete: true,
      max: 80,
    },
    {
      name: 'user',
      type: 'user',
      description: 'For whom staff opens it, without the form; for yourself if you leave it out',
      descriptionLocalizations: { de: 'Für wen das Team es öffnet, ohne Formular; ohne Angabe für dich selbst' },
    },
  ],
  sage: false,
};

export default (interaction: unknown): undefined => answerCommand(interaction);
