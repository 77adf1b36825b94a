// /ticket priority: registered by the bot, answered by Tickit. Written by scripts/stubs.mjs.
import { answerCommand } from '../../core/running.js';

export const config = {
  description: 'Say how urgent this ticket is',
  descriptionLocalizations: { de: 'Sagen, wie dringend dieses Ticket ist' },
  contexts: ['Guild'],
  options: [
    {
      name: 'level',
      type: 'integer',
      description: 'How urgent it is',
      descriptionLocalizations: { de: 'Wie dringend es ist' },
      required: true,
      choices: [
        { name: 'Low', name_localizations: { de: 'Niedrig' }, value: 0 },
        { name: 'Normal', name_localizations: { de: 'Mittel' }, value: 1 },
        { name: 'High', name_localizations: { de: 'Hoch' }, value: 2 },
        { name: 'Urgent', name_localizations: { de: 'Dringend' }, value: 3 },
      ],
    },
  ],
  sage: false,
};

export default (interaction: unknown): undefined => answerCommand(interaction);
