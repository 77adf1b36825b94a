// A bot for the plugin to live in: the parts of discord.js that the plugin touches, and a Discord that answers once.
import { EventEmitter } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { HostClient } from '../src/core/host.js';
import { Listeners } from '../src/core/listeners.js';
import { makeLog, type Level } from '../src/core/log.js';
import { readSettings, type TickitOptions } from '../src/core/options.js';
import { makePlugin } from '../src/core/make_plugin.js';
import type { Plugin } from '../src/core/plugin.js';
import type { Bounds } from '../src/core/registration.js';
import { APPLICATION, KEY, TOKEN, type StandIn } from './stand_in.js';

export interface Callback {
  interaction: string;
  body: { type: number; data?: { content?: string; flags?: number; choices?: unknown[] } };
  atMs: number;
}

export class FakeClient implements HostClient {
  readonly ws = new EventEmitter();
  readonly options = { shards: [0], shardCount: 1 };
  readonly callbacks: Callback[] = [];
  /** What a refused callback is answered with, in order. */
  readonly refusals: unknown[] = [];
  readonly handled: unknown[] = [];
  readonly actions = { InteractionCreate: { handle: (data: unknown) => void this.handled.push(data) } };
  readonly rest = {
    post: async (route: string, { body, auth }: { body: unknown; auth: boolean }): Promise<unknown> => {
      if (auth) throw new Error('the bot’s token is none of this route’s business');
      const refusal = this.refusals.shift();
      if (refusal) throw refusal;
      const interaction = route.split('/')[2] ?? '';
      if (this.callbacks.some((one) => one.interaction === interaction)) throw discordError(40060, 400, route);
      this.callbacks.push({ interaction, body: body as Callback['body'], atMs: performance.now() });
      return undefined;
    },
  };

  /** As discord.js does with what the gateway sends: listeners first, objects after. */
  dispatch(event: string, data: unknown, shard = 0): void {
    this.ws.emit(event, data, shard);
    if (event === 'INTERACTION_CREATE') this.actions.InteractionCreate.handle(data);
  }
}

/** As discord.js has it: with the address, and so the interaction's token, in it. */
export function discordError(code: number, status: number, url: string): Error {
  return Object.assign(new Error(`refused ${url}`), { code, status, url });
}

let interactions = 0;

export interface Payload extends Record<string, unknown> {
  id: string;
  token: string;
  type: number;
}

/** A raw interaction, as the gateway sends it. */
export function interaction(
  type: number,
  data: Record<string, unknown>,
  fields: Record<string, unknown> = {},
): Payload {
  interactions += 1;
  return {
    version: 1,
    id: String(1_200_000_000_000_000_000n + BigInt(interactions)),
    application_id: APPLICATION,
    type,
    token: `interaction-token-${interactions}-äöü`,
    locale: 'en-US',
    guild_id: '1300000000000000001',
    channel_id: '1400000000000000001',
    member: { user: { id: '1500000000000000001', username: 'alice', global_name: 'Alice \u2603 \u2028' } },
    data,
    ...fields,
  };
}

export const press = (customId = 'tickit:2:claim:42', fields = {}): Payload =>
  interaction(3, { component_type: 2, custom_id: customId }, fields);
export const slash = (name = 'ticket', fields = {}): Payload => interaction(2, { type: 1, id: '1', name }, fields);

export interface Stage {
  plugin: Plugin;
  client: FakeClient;
  listeners: Listeners;
  /** What the owner reads, and at debug level everything. */
  lines: { level: Level; line: string }[];
  warnings(): string[];
}

/** Short pauses, so that tests are short. */
export const QUICK: Bounds = {
  soon: { leastMs: 20, mostMs: 40 },
  seldom: { leastMs: 20, mostMs: 40 },
  heartbeatMs: 40,
};

export interface Wishes {
  options?: TickitOptions;
  env?: Record<string, string>;
  own?: string[];
  bounds?: Bounds;
  client?: FakeClient;
}

/** The plugin, started in a bot, and registered if the service lets it. */
export async function stage(service: StandIn | string, wishes: Wishes = {}): Promise<Stage> {
  const url = typeof service === 'string' ? service : service.url;
  const env = { TICKIT_URL: url, TICKIT_KEY: KEY, DISCORD_TOKEN: TOKEN, ...wishes.env };
  const settings = readSettings(wishes.options, env);
  if ('off' in settings) throw new Error(settings.off);
  const lines: Stage['lines'] = [];
  const log = makeLog((level, line) => lines.push({ level, line }));
  const client = wishes.client ?? new FakeClient();
  const listeners = new Listeners();
  const own = new Set(wishes.own);
  const bounds = wishes.bounds ?? { ...QUICK, heartbeatMs: 60_000 };
  const plugin = makePlugin({ settings, client, env, log, listeners, own, bounds });
  if (typeof plugin === 'string') throw new Error(plugin);
  plugin.start();
  const warnings = (): string[] => lines.filter(({ level }) => level === 'warn').map(({ line }) => line);
  return { plugin, client, listeners, lines, warnings };
}

/** Waits until it is so; fails after five seconds. */
export async function until(what: string, isSo: () => boolean): Promise<void> {
  const end = performance.now() + 5_000;
  while (!isSo()) {
    if (performance.now() > end) throw new Error(`never: ${what}`);
    await sleep(5);
  }
}
