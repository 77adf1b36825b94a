// /role-limit: registered by the bot, answered by Tickit. Written by scripts/stubs.mjs.
import { answerCommand } from '../core/running.js';

export const config = {
  description: 'Choose how many tickets members of a role may have open, or show all such limits',
  descriptionLocalizations: {
    de: 'Festlegen, wie viele Tickets Mitglieder einer Rolle offen haben dürfen, oder alle zeigen',
  },
  contexts: ['Guild'],
  defaultMemberPermissions: '32',
  options: [
    {
      name: 'role',
      type: 'role',
      description: "The role; of a member's roles the most generous counts",
      descriptionLocalizations: { de: 'Die Rolle; von den Rollen eines Mitglieds zählt die großzügigste' },
    },
    {
      name: 'limit',
      type: 'integer',
      description: "How many, of all types together; 0 for none. Leave it out to take the role's limit back",
      descriptionLocalizations: {
        de: 'Wie viele, alle Arten zusammen; 0: keine. Lass es weg, um die Grenze zurückzunehmen',
      },
      min: 0,
      max: 50,
    },
  ],
  sage: false,
};

export default (interaction: unknown): undefined => answerCommand(interaction);
