// “Blacklist from tickets” in the menu of a user: registered by the bot, answered by Tickit. Written by scripts/stubs.mjs.
import { answerCommand } from '../../core/running.js';

export const config = { nameLocalizations: { de: 'Für Tickets sperren' }, contexts: ['Guild'], sage: false };

export default (interaction: unknown): undefined => answerCommand(interaction);
