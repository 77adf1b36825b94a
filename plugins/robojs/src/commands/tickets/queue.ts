// /tickets queue: registered by the bot, answered by Tickit. Written by scripts/stubs.mjs.
import { answerCommand } from '../../core/running.js';

export const config = {
  description: 'List the open tickets that wait for staff, the most urgent first',
  descriptionLocalizations: { de: 'Die offenen Tickets auflisten, die aufs Team warten, die dringendsten zuerst' },
  contexts: ['Guild'],
  options: [],
  sage: false,
};

export default (interaction: unknown): undefined => answerCommand(interaction);
