// “Open ticket for user” in the menu of a user: registered by the bot, answered by Tickit. Written by scripts/stubs.mjs.
import { answerCommand } from '../../core/running.js';

export const config = { nameLocalizations: { de: 'Ticket für Person öffnen' }, contexts: ['Guild'], sage: false };

export default (interaction: unknown): undefined => answerCommand(interaction);
