// What becomes of tickets, as the feed tells it.
import type { components } from './openapi.js';

/** The ticket events that there are today. */
export const TICKET_EVENTS = [
  'ticket.opening',
  'ticket.opened',
  'ticket.failed',
  'ticket.claimed',
  'ticket.unclaimed',
  'ticket.member_added',
  'ticket.member_removed',
  'ticket.renamed',
  'ticket.priority_changed',
  'ticket.assigned',
  'ticket.transferred',
  'ticket.labelled',
  'ticket.topic_changed',
  'ticket.pinned',
  'ticket.unpinned',
  'ticket.moved',
  'ticket.note_added',
  'ticket.message_posted',
  'ticket.message_refused',
  'ticket.first_response',
  'ticket.opener_left',
  'ticket.close_requested',
  'ticket.kept_open',
  'ticket.closing',
  'ticket.closed',
  'ticket.rated',
  'ticket.reopened',
  'ticket.deleted',
] as const;

/** A text of which the usual ones are known, and more may come. */
export type Open<Known extends string> = Known | (string & Record<never, never>);

/** What can be listened to: ticket events, others by their name, such as `settings.changed`, and `*` for all of them. */
export type TicketEventType = Open<(typeof TICKET_EVENTS)[number] | '*'>;

/** Who did it: a member or a person signed in has `user` and `name`, a key `id` and `name`, a timer `name`. */
export interface TicketActor {
  kind: Open<'member' | 'person' | 'api_key' | 'timer' | 'operator' | 'tickit'>;
  user?: string;
  id?: string;
  name?: string;
}

type Told = components['schemas']['TicketEvent'];

/** What became of a ticket: one event of `GET /api/bots/{id}/events`. */
export interface TicketEvent<Type extends string = string> extends Pick<Told, 'id' | 'guild' | 'at'> {
  type: Type;
  /** The ticket's number; none where it is about no ticket, such as `settings.changed`. */
  ticket: Type extends `ticket.${string}` ? number : number | null;
  actor: TicketActor;
  /** Through which door they came. */
  door: Open<'command' | 'component' | 'api' | 'gateway' | 'job' | 'command_line' | 'start'>;
  /** The fields that changed, as they were. */
  before: Record<string, unknown>;
  /** The same fields, as they are. */
  after: Record<string, unknown>;
}

/** May be asynchronous; whatever it throws is told in the log and goes no further. */
export type TicketListener<Type extends string = string> = (
  event: TicketEvent<Type extends '*' ? string : Type>,
) => unknown;
