// What a bot's own code may use of Tickit.
import { api, isTickits, listeners, state, type TickitState } from './core/running.js';
import { subjectOfInteraction, subjectOfPayload } from './core/match.js';
import { isRecord } from './core/protocol.js';
import type { TicketEventType, TicketListener } from './core/ticket_event.js';
import { Tickets } from './core/tickets.js';

export type { CallOptions, ChangeOptions } from './core/api.js';
export type { FallbackMessage } from './core/fallback.js';
export type { TickitOptions } from './core/options.js';
export type { Bot, BotState, Mode } from './core/protocol.js';
export type { TickitState } from './core/running.js';
export type { Situation } from './core/texts.js';
export type { TicketActor, TicketEvent, TicketEventType, TicketListener } from './core/ticket_event.js';
export type { TicketList, TicketPage } from './core/ticket_list.js';
export type {
  NewTicket,
  Ticket,
  TicketChanges,
  TicketClose,
  TicketFilters,
  TicketPriority,
  Tickets,
  TicketStatus,
} from './core/tickets.js';
export { TickitError } from './core/tickit_error.js';

export interface Guild {
  readonly tickets: Tickets;
}

export interface Tickit {
  /** Calls `listener` with each event of that type, of every server; `*` is all types. May be called at any time. */
  on<Type extends TicketEventType>(type: Type, listener: TicketListener<Type>): Tickit;
  /** The same, for the next event alone. */
  once<Type extends TicketEventType>(type: Type, listener: TicketListener<Type>): Tickit;
  off<Type extends TicketEventType>(type: Type, listener: TicketListener<Type>): Tickit;
  /** A server, by its id. What is asked of it is refused with a `TickitError` while Tickit does not run. */
  guild(id: string): Guild;
  /** How Tickit is: its mode, and what the service says of this bot. */
  state(): TickitState;
}

/** Listens to what becomes of tickets, works on them, and tells how Tickit is. */
export const tickit: Tickit = {
  on(type, listener) {
    listeners.add(type, listener as TicketListener, false);
    return tickit;
  },
  once(type, listener) {
    listeners.add(type, listener as TicketListener, true);
    return tickit;
  },
  off(type, listener) {
    listeners.remove(type, listener as TicketListener);
    return tickit;
  },
  guild(id) {
    return { tickets: new Tickets(id, api) };
  },
  state,
};

/** Whether an interaction is Tickit's: one of discord.js's, or its raw payload. */
export function isTickitInteraction(interaction: unknown): boolean {
  const raw = isRecord(interaction) && isRecord(interaction['data']);
  return isTickits(raw ? subjectOfPayload(interaction) : subjectOfInteraction(interaction));
}
