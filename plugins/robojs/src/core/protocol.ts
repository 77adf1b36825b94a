// What the plugin and the service say to each other: protocol 1, as `docs/openapi.json` of the service has it.

/** The protocol that this plugin speaks. */
export const PROTOCOL = 1;

/** How interactions reach Tickit. */
export type Mode = 'forward' | 'delegate' | 'endpoint';

/** What the service has of this bot's own session, or of one of its shards. */
export type BotState = 'connecting' | 'ready' | 'waiting' | 'degraded' | 'stopped';

/** `PUT /api/bots/{application_id}`. */
export interface Registration {
  mode: Mode;
  token?: string;
  versions: Record<string, string>;
  shard?: Shard;
  commands?: string[];
  identifies?: boolean;
}

export interface Shard {
  index: number;
  total: number;
}

export interface ShardState extends Shard {
  /** Nothing where the host's shard was not heard of for a while. */
  state: BotState | null;
  reason: string | null;
  seen_at: string | null;
}

export interface Notice {
  code: string;
  text: string;
}

export interface CommandName {
  name: string;
  /** Discord's application command type: 1 slash, 2 user, 3 message. */
  type: number;
}

/** What the service answers to a registration and to each heartbeat. Unknown fields are ignored. */
export interface Bot {
  id: string | null;
  name: string;
  mode: Mode;
  state: BotState;
  reason: string | null;
  advice: string | null;
  next_try: string | null;
  shards: ShardState[];
  message_content: boolean | null;
  notices: Notice[];
  commands: CommandName[];
  prefixes: string[];
  protocol: { newest: number; oldest: number };
  endpoint_url: string | null;
  heartbeat_seconds: number;
  /** Only from an open registration, and only once. */
  key?: string;
}

/** `application/problem+json`. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  code: string;
  field?: string;
}

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

/** What the service answers to a batch of guild events. */
export interface EventsTaken {
  accepted: number;
  ignored: number;
  channels: { wanted: string[]; unwanted: string[] };
}

/** What became of a ticket: one event of `GET /api/bots/{id}/events`. */
export interface TicketEvent {
  id: string;
  /** `ticket.opened`, `ticket.claimed`, `ticket.closed`, … */
  type: string;
  guild: string;
  ticket: number;
  actor: { kind: string; user?: string; name?: string };
  door: string;
  at: string;
  before?: Record<string, unknown>;
  after?: Record<string, unknown>;
}

/** Whether an answer has the shape of a bot, as far as the plugin reads it. */
export function isBot(value: unknown): value is Bot {
  if (!isRecord(value)) return false;
  const { mode } = value;
  return (mode === 'forward' || mode === 'delegate' || mode === 'endpoint') && typeof value['state'] === 'string';
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
