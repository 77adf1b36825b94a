// The bot that the plugin lives in, as far as it is touched: known by its fields, never by discord.js's classes.
import { isRecord, type Shard } from './protocol.js';

type Listener = (data: unknown, shard: number) => void;

/** What is used of discord.js's `Client`. */
export interface HostClient {
  ws: { on(event: string, listener: Listener): unknown; off(event: string, listener: Listener): unknown };
  rest: { post(route: `/${string}`, options: { body: unknown; auth: boolean }): Promise<unknown> };
  options: { shards?: unknown; shardCount?: unknown };
  /** Private to discord.js; used by `strict` alone. */
  actions?: { InteractionCreate?: { handle?: (data: unknown) => unknown } };
}

/** The client, or nothing where the bot is disabled or is no discord.js 14. */
export function hostClient(value: unknown): HostClient | undefined {
  if (!isRecord(value) || !isRecord(value['ws']) || !isRecord(value['rest']) || !isRecord(value['options'])) {
    return undefined;
  }
  const works = typeof value['ws']['on'] === 'function' && typeof value['rest']['post'] === 'function';
  return works ? (value as unknown as HostClient) : undefined;
}

/** The shard that this process runs, where it runs exactly one and knows it. */
export function shardOf(client: HostClient | undefined): Shard | undefined {
  const { shards, shardCount } = client?.options ?? {};
  if (!Array.isArray(shards) || shards.length !== 1 || typeof shards[0] !== 'number') return undefined;
  return { index: shards[0], total: typeof shardCount === 'number' ? shardCount : 1 };
}

/** The shard that an event came from. */
export function shardOfEvent(client: HostClient, index: unknown): Shard | undefined {
  const total = client.options.shardCount;
  if (typeof index !== 'number' || typeof total !== 'number') return shardOf(client);
  return { index, total };
}

export function shardHeader(shard: Shard | undefined): Record<string, string> {
  return shard ? { 'x-tickit-shard': `${shard.index}/${shard.total}` } : {};
}

/** The application that a token is for: its first part, in base 64. */
export function applicationOf(token: string | undefined, clientId: string | undefined): string | undefined {
  if (clientId && /^\d{15,21}$/.test(clientId.trim())) return clientId.trim();
  const id = Buffer.from(token?.split('.')[0] ?? '', 'base64').toString('latin1');
  return /^\d{15,21}$/.test(id) ? id : undefined;
}
