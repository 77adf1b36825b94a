// The answer that a member gets from the plugin itself, because the service gave none.
import type { HostClient } from './host.js';
import type { Log } from './log.js';
import { INTERACTION } from './match.js';
import { textFor, type Situation } from './texts.js';

/** One text for everybody, or a function of the member's locale (`en-US`, `de`) and of what is known. */
export type FallbackMessage = string | ((locale: string, situation: Situation) => string);

/** Discord: somebody has answered already. */
const ALREADY_ANSWERED = new Set([40060, 10062]);
const MOST_CHARACTERS = 2000;
const EPHEMERAL = 64;

/** What the plugin reads of a raw interaction. */
export interface RawInteraction {
  id: string;
  token: string;
  type: number;
  locale?: unknown;
}

/** Discord's callback for it: no choices to an autocompletion, a message that only the member sees to all else. */
export function fallbackFor(
  interaction: Pick<RawInteraction, 'type' | 'locale'>,
  situation: Situation,
  message?: FallbackMessage,
): { type: number; data: Record<string, unknown> } {
  if (interaction.type === INTERACTION.autocomplete) return { type: 8, data: { choices: [] } };
  return { type: 4, data: { content: words(interaction.locale, situation, message), flags: EPHEMERAL } };
}

/** The owner's words, or ours where theirs fail. */
export function words(locale: unknown, situation: Situation, message?: FallbackMessage): string {
  let own: unknown = message;
  if (typeof message === 'function') {
    try {
      own = message(typeof locale === 'string' ? locale : 'en-US', situation);
    } catch {
      own = undefined;
    }
  }
  return typeof own === 'string' && own.trim() ? own.slice(0, MOST_CHARACTERS) : textFor(locale, situation);
}

/** Gives Discord a first answer; whether there is one now. That somebody else has answered is nobody's trouble. */
export async function answer(
  client: HostClient,
  interaction: RawInteraction,
  body: unknown,
  log: Log,
): Promise<boolean> {
  try {
    const route = `/interactions/${interaction.id}/${interaction.token}/callback` as const;
    await client.rest.post(route, { body, auth: false });
    return true;
  } catch (error) {
    // discord.js's errors have the address in them, and so the interaction's token: only numbers are told.
    const { code, status } = (error ?? {}) as { code?: unknown; status?: unknown };
    if (typeof code === 'number' && ALREADY_ANSWERED.has(code)) return true;
    const known = [code, status].filter((value) => typeof value === 'number' || typeof value === 'string').join(', ');
    log.warn(`Discord did not take the answer to interaction ${interaction.id} (${known || 'no connection'}).`);
    return false;
  }
}
