// What the bot's owner chose: options of the plugin, and the environment, which comes first.
import { parseServiceUrl } from './url.js';
import type { FallbackMessage } from './fallback.js';
import type { Mode } from './protocol.js';

/** The options of `config/plugins/tickit/robojs.mjs`. The key is no option: it belongs into `TICKIT_KEY`. */
export interface TickitOptions {
  /** The service's address. `TICKIT_URL` comes first. */
  url?: string;
  /** How interactions reach the service. `TICKIT_MODE` comes first. */
  mode?: Mode | 'off';
  /** Which of Tickit's commands are taken over; all by default. */
  commands?: string[];
  /** In which channels panels open tickets: `all`, or channel ids. */
  panels?: 'all' | string[];
  /** What members read when the service does not answer. */
  fallbackMessage?: FallbackMessage;
  /** Keeps Tickit's interactions from listeners and collectors of discord.js, too. */
  strict?: boolean;
  /** How long a member waits for the service before the fallback answers, in milliseconds from the press. */
  deadlineMs?: number;
  /** Mode `endpoint` although the bot has commands of its own, which then nobody answers. */
  endpointExclusive?: boolean;
}

/** Options that were read and found sound. */
export interface Settings {
  url: URL;
  key: string;
  mode: Mode;
  commands: readonly string[] | undefined;
  panels: 'all' | ReadonlySet<string>;
  fallbackMessage: FallbackMessage | undefined;
  strict: boolean;
  deadlineMs: number;
  endpointExclusive: boolean;
}

/** Why the plugin stays off: one line for the owner. `asked` where the owner asked for it. */
export interface Off {
  off: string;
  asked: boolean;
}

export type Environment = Record<string, string | undefined>;

const DEADLINE = { least: 500, usual: 2_000, most: 2_800 };

export function readSettings(options: unknown, env: Environment): Settings | Off {
  const given = (options ?? {}) as TickitOptions;
  const mode = text(env['TICKIT_MODE']) ?? given.mode ?? 'forward';
  if (mode === 'off') return { off: 'Tickit is switched off (mode off).', asked: true };
  if (mode !== 'forward' && mode !== 'delegate' && mode !== 'endpoint') {
    return off(`The mode (TICKIT_MODE or the option \`mode\`) is none of forward, delegate, endpoint and off.`);
  }
  const address = text(env['TICKIT_URL']) ?? text(given.url);
  if (!address) return off('TICKIT_URL is missing: set it to the address of your Tickit, or run `npx tickit setup`.');
  const url = parseServiceUrl(address);
  if (typeof url === 'string') return off(`TICKIT_URL ${url}.`);
  const key = text(env['TICKIT_KEY']);
  if (!key) return off("TICKIT_KEY is missing: set it to this bot's key, or run `npx tickit setup`.");
  if (!/^[\x21-\x7e]+$/.test(key)) return off('TICKIT_KEY has characters in it that no key has: copy it anew.');
  const wrong = wrongOption(given);
  if (wrong) return off(`The option \`${wrong}\` of @tickit/robojs is not understood: see its README.`);
  return {
    url,
    key,
    mode,
    commands: given.commands,
    panels: Array.isArray(given.panels) ? new Set(given.panels) : 'all',
    fallbackMessage: given.fallbackMessage,
    strict: given.strict ?? true,
    deadlineMs: Math.min(Math.max(given.deadlineMs ?? DEADLINE.usual, DEADLINE.least), DEADLINE.most),
    endpointExclusive: given.endpointExclusive ?? false,
  };
}

/** The name of the first option that is not of its kind. */
function wrongOption(given: TickitOptions): keyof TickitOptions | undefined {
  const strings = (value: unknown): boolean => Array.isArray(value) && value.every((one) => typeof one === 'string');
  const kinds: { [name in keyof TickitOptions]-?: (value: unknown) => boolean } = {
    url: (value) => typeof value === 'string',
    mode: (value) => typeof value === 'string',
    commands: strings,
    panels: (value) => value === 'all' || strings(value),
    fallbackMessage: (value) => typeof value === 'string' || typeof value === 'function',
    strict: (value) => typeof value === 'boolean',
    deadlineMs: (value) => typeof value === 'number' && Number.isFinite(value),
    endpointExclusive: (value) => typeof value === 'boolean',
  };
  const names = Object.keys(kinds) as (keyof TickitOptions)[];
  return names.find((name) => given[name] !== undefined && !kinds[name](given[name]));
}

function text(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  return value.trim() || undefined;
}

function off(line: string): Off {
  return { off: `${line} Tickit stays off; the bot runs without it.`, asked: false };
}
