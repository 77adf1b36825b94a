// The one plugin of this process, for the files that Robo.js calls.
import type { Api } from './api.js';
import { words } from './fallback.js';
import { hostClient } from './host.js';
import { Listeners } from './listeners.js';
import { consoleLog } from './log.js';
import { makePlugin } from './make_plugin.js';
import { ownCommands } from './manifest.js';
import { subjectOfInteraction, Taken, type Subject } from './match.js';
import { readSettings, type TickitOptions } from './options.js';
import { isRecord, type Mode } from './protocol.js';
import type { Plugin, ServiceState } from './plugin.js';
import { TickitError } from './tickit_error.js';

export const listeners = new Listeners();

const NOT_STARTED = 'Tickit was not started yet: it is once the bot starts, before it logs in.';
const usual = new Taken({ commands: undefined, panels: 'all' }, new Set());
let running: Plugin | undefined;
let whyNot = NOT_STARTED;
let options: TickitOptions = {};

export interface TickitState {
  mode: Mode | 'off';
  /** What the service says of this bot; `unknown` while it says nothing. */
  service: ServiceState;
  reason: string | null;
  /** What to do about it. */
  advice: string | null;
}

/** Never throws, and waits for nothing. */
export function start(client: unknown, given: unknown): void {
  const log = consoleLog(Boolean(process.env['TICKIT_DEBUG']));
  try {
    void running?.stop();
    running = undefined;
    options = isRecord(given) ? given : {};
    const settings = readSettings(given, process.env);
    if ('off' in settings) {
      whyNot = settings.off;
      log[settings.asked ? 'info' : 'error'](settings.off);
      return;
    }
    const own = ownCommands(process.cwd());
    const parts = { settings, client: hostClient(client), env: process.env, log, listeners, own };
    const plugin = makePlugin(parts);
    if (typeof plugin === 'string') {
      whyNot = plugin;
      log.error(plugin);
      return;
    }
    running = plugin;
    plugin.start();
  } catch (error) {
    whyNot = 'Tickit could not start: the log says why.';
    log.error(
      `Tickit could not start: ${error instanceof Error ? error.message : 'unknown'}. The bot runs without it.`,
    );
  }
}

export async function stop(): Promise<void> {
  const plugin = running;
  running = undefined;
  whyNot = 'Tickit was stopped.';
  await plugin?.stop().catch(() => undefined);
}

/** For the bot's own code; throws where the plugin does not run. */
export function api(): Api {
  if (!running) throw TickitError.notRunning(whyNot);
  return running.api;
}

/** Whether the bot's own handlers leave an interaction alone. */
export function hosts(subject: Subject | undefined): boolean {
  return running?.hosts(subject) ?? false;
}

/** Whether an interaction is of Tickit's making, also where the plugin is off. */
export function isTickits(subject: Subject | undefined): boolean {
  return subject !== undefined && (running?.taken ?? usual).has(subject);
}

export function state(): TickitState {
  const bot = running?.bot;
  return {
    mode: running?.mode ?? 'off',
    service: running?.state ?? 'unknown',
    reason: bot?.reason ?? null,
    advice: bot?.advice ?? null,
  };
}

/**
 * What a command of Tickit's does in the bot itself: nothing, where Tickit answers it. Where nobody would, because it is
 * not taken over, the member is told so. Returns nothing, so that Robo.js does not answer either.
 */
export function answerCommand(interaction: unknown): undefined {
  if (hosts(subjectOfInteraction(interaction)) || !isRecord(interaction)) return undefined;
  const reply = interaction['reply'];
  if (typeof reply !== 'function') return undefined;
  const content = words(interaction['locale'], 'off', options.fallbackMessage);
  try {
    Promise.resolve(reply.call(interaction, { content, flags: 64 })).catch(() => undefined);
  } catch {
    // Somebody else has answered.
  }
  return undefined;
}
