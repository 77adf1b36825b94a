// What the plugin and the service say to each other, by the names that the plugin has for it.
import type { components } from './openapi.js';

type Schemas = components['schemas'];

/** The protocol that this plugin speaks. */
export const PROTOCOL = 1;

/** How interactions reach Tickit. */
export type Mode = Schemas['Mode'];
/** What the service has of this bot's own session, or of one of its shards. */
export type BotState = Schemas['State'];
/** `PUT /api/bots/{application_id}`. */
export type Registration = Schemas['RegisterIn'];
export type Shard = Schemas['ShardIn'];
export type CommandName = Schemas['Command'];
/** What the service answers to a registration and to each heartbeat. Unknown fields are ignored. */
export type Bot = Schemas['Bot'];
/** `application/problem+json`. */
export type Problem = Schemas['Problem'];

/** What happens in guilds that the service is told of. */
export const GUILD_EVENTS = [
  'MESSAGE_CREATE',
  'MESSAGE_UPDATE',
  'MESSAGE_DELETE',
  'MESSAGE_DELETE_BULK',
  'CHANNEL_DELETE',
  'GUILD_ROLE_UPDATE',
  'GUILD_MEMBER_UPDATE',
  'GUILD_MEMBER_REMOVE',
  'GUILD_CREATE',
  'GUILD_DELETE',
] as const;

export type GuildEventName = (typeof GUILD_EVENTS)[number];

/** Whether an answer has the shape of a bot, as far as the plugin cannot do without. */
export function isBot(value: unknown): value is Bot {
  if (!isRecord(value)) return false;
  const { mode } = value;
  return (mode === 'forward' || mode === 'delegate' || mode === 'endpoint') && typeof value['state'] === 'string';
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
