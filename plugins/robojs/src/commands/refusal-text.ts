// /refusal-text: registered by the bot, answered by Tickit. Written by scripts/stubs.mjs.
import { answerCommand } from '../core/running.js';

export const config = {
  description: 'Choose in your own words what members read where they may not open a ticket',
  descriptionLocalizations: { de: 'In eigenen Worten festlegen, was Mitglieder lesen, die kein Ticket öffnen dürfen' },
  contexts: ['Guild'],
  defaultMemberPermissions: '32',
  options: [
    {
      name: 'about',
      type: 'integer',
      description: 'Where they may not',
      descriptionLocalizations: { de: 'Warum sie es nicht dürfen' },
      required: true,
      choices: [
        {
          name: 'They have as many open as they may',
          name_localizations: { de: 'Sie haben so viele offen, wie sie dürfen' },
          value: 0,
        },
        { name: 'Their roles do not let them', name_localizations: { de: 'Ihre Rollen erlauben es nicht' }, value: 1 },
        { name: 'They are on the blacklist', name_localizations: { de: 'Sie stehen auf der Sperrliste' }, value: 2 },
        {
          name: 'Their account or membership is too new',
          name_localizations: { de: 'Ihr Konto oder ihre Mitgliedschaft ist zu neu' },
          value: 3,
        },
        {
          name: 'They opened one just now',
          name_localizations: { de: 'Sie haben gerade erst eines geöffnet' },
          value: 4,
        },
      ],
    },
    {
      name: 'clear',
      type: 'boolean',
      description: 'Take your own words back',
      descriptionLocalizations: { de: 'Die eigenen Worte zurücknehmen' },
    },
  ],
  sage: false,
};

export default (interaction: unknown): undefined => answerCommand(interaction);
