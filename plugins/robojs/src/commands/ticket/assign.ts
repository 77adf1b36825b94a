// /ticket assign: registered by the bot, answered by Tickit. Written by scripts/stubs.mjs.
import { answerCommand } from '../../core/running.js';

export const config = {
  description: 'Give this ticket to somebody of staff',
  descriptionLocalizations: { de: 'Dieses Ticket jemandem vom Team geben' },
  contexts: ['Guild'],
  options: [
    {
      name: 'member',
      type: 'user',
      description: 'Who works on it from now on',
      descriptionLocalizations: { de: 'Wer sich von nun an darum kümmert' },
      required: true,
    },
  ],
  sage: false,
};

export default (interaction: unknown): undefined => answerCommand(interaction);
