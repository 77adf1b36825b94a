// “Create ticket from message” in the menu of a message: registered by the bot, answered by Tickit. Written by scripts/stubs.mjs.
import { answerCommand } from '../../core/running.js';

export const config = { nameLocalizations: { de: 'Ticket aus Nachricht machen' }, contexts: ['Guild'], sage: false };

export default (interaction: unknown): undefined => answerCommand(interaction);
