// What happens in guilds, as the service is told of it.
import { isRecord, type GuildEventName } from './protocol.js';

/** One event, written out once, when it came: discord.js may change the object later. */
export interface QueuedEvent {
  json: string;
  bytes: number;
  /** The channel of a message. */
  channel: string | undefined;
}

/** The event, or nothing where it is no business of the service's: what people write to the bot in private. */
export function queuedEvent(name: GuildEventName, data: unknown): QueuedEvent | undefined {
  if (!isRecord(data)) return undefined;
  const told = name === 'GUILD_CREATE' || name === 'GUILD_DELETE' ? membership(data) : data;
  if (name.startsWith('MESSAGE_') && typeof data['guild_id'] !== 'string') return undefined;
  const json = `{"name":"${name}","data":${JSON.stringify(told)}}`;
  return { json, bytes: Buffer.byteLength(json), channel: channelOf(name, data) };
}

/** A guild is large, and its id is all that is asked for. */
function membership(data: Record<string, unknown>): Record<string, unknown> {
  return { id: data['id'], unavailable: data['unavailable'] ?? false };
}

export function channelOf(name: GuildEventName, data: unknown): string | undefined {
  if (!name.startsWith('MESSAGE_') || !isRecord(data)) return undefined;
  return typeof data['channel_id'] === 'string' ? data['channel_id'] : undefined;
}
