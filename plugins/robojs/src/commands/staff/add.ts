// /staff add: registered by the bot, answered by Tickit. Written by scripts/stubs.mjs.
import { answerCommand } from '../../core/running.js';

export const config = {
  description: 'Put a member or a role on staff',
  descriptionLocalizations: { de: 'Ein Mitglied oder eine Rolle ins Team nehmen' },
  contexts: ['Guild'],
  options: [
    {
      name: 'who',
      type: 'mention',
      description: 'Who works on tickets',
      descriptionLocalizations: { de: 'Wer sich um Tickets kümmert' },
      required: true,
    },
    {
      name: 'team',
      type: 'string',
      description: 'In which team, new ones too; for all tickets if you leave it out',
      descriptionLocalizations: { de: 'In welche Gruppe, auch eine neue; für alle Tickets, wenn du nichts angibst' },
      autocomplete: true,
      max: 32,
    },
    {
      name: 'rank',
      type: 'integer',
      description: 'How far their work reaches; agent if you leave it out',
      descriptionLocalizations: { de: 'Wie weit es reicht; Agent, wenn du nichts angibst' },
      choices: [
        { name: 'viewer: reads only', name_localizations: { de: 'Leserecht: liest nur' }, value: 0 },
        {
          name: 'trainee: answers and sorts, closes nothing',
          name_localizations: { de: 'In Ausbildung: antwortet und sortiert, schließt nichts' },
          value: 1,
        },
        { name: 'agent: does all', name_localizations: { de: 'Agent: darf alles' }, value: 2 },
      ],
    },
  ],
  sage: false,
};

export default (interaction: unknown): undefined => answerCommand(interaction);
