// /ticket move: registered by the bot, answered by Tickit. Written by scripts/stubs.mjs.
import { answerCommand } from '../../core/running.js';

export const config = {
  description: 'Move this ticket to another type',
  descriptionLocalizations: { de: 'Dieses Ticket in einen anderen Typ verschieben' },
  contexts: ['Guild'],
  options: [
    {
      name: 'type',
      type: 'string',
      description: 'The type that it is of from now on',
      descriptionLocalizations: { de: 'Der Typ, den es von nun an hat' },
      required: true,
      autocomplete: true,
      max: 80,
    },
  ],
  sage: false,
};

export default (interaction: unknown): undefined => answerCommand(interaction);
