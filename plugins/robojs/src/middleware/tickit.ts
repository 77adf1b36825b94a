// Keeps the bot's own handlers from Tickit's interactions. Robo.js asks before each handler of each event.
import { hosts } from '../core/running.js';
import { subjectOfInteraction } from '../core/match.js';

interface Asked {
  payload?: readonly unknown[];
  record?: { type?: string; key?: string; plugin?: { name?: string } };
}

const NAME = '@tickit/robojs';

export default (asked: Asked | undefined): { abort: true } | undefined => {
  try {
    const { payload, record } = asked ?? {};
    if (record?.type === 'event' && (record.plugin?.name === NAME || !record.key?.startsWith('interactionCreate'))) {
      return undefined;
    }
    return hosts(subjectOfInteraction(payload?.[0])) ? { abort: true } : undefined;
  } catch {
    return undefined;
  }
};
