// /tickets list: registered by the bot, answered by Tickit. Written by scripts/stubs.mjs.
import { answerCommand } from '../../core/running.js';

export const config = {
  description: "List the server's tickets",
  descriptionLocalizations: { de: 'Die Tickets des Servers auflisten' },
  contexts: ['Guild'],
  options: [
    {
      name: 'state',
      type: 'integer',
      description: 'Open or closed; both if you leave it out',
      descriptionLocalizations: { de: 'Offen oder geschlossen; beides ohne Angabe' },
      choices: [
        { name: 'open', name_localizations: { de: 'offen' }, value: 0 },
        { name: 'closed', name_localizations: { de: 'geschlossen' }, value: 1 },
      ],
    },
    {
      name: 'priority',
      type: 'integer',
      description: 'How urgent they are',
      descriptionLocalizations: { de: 'Wie dringend sie sind' },
      choices: [
        { name: 'Low', name_localizations: { de: 'Niedrig' }, value: 0 },
        { name: 'Normal', name_localizations: { de: 'Mittel' }, value: 1 },
        { name: 'High', name_localizations: { de: 'Hoch' }, value: 2 },
        { name: 'Urgent', name_localizations: { de: 'Dringend' }, value: 3 },
      ],
    },
    {
      name: 'staff',
      type: 'user',
      description: 'Who works on them',
      descriptionLocalizations: { de: 'Wer sich darum kümmert' },
    },
    {
      name: 'opener',
      type: 'user',
      description: 'Who opened them',
      descriptionLocalizations: { de: 'Wer sie geöffnet hat' },
    },
  ],
  sage: false,
};

export default (interaction: unknown): undefined => answerCommand(interaction);
