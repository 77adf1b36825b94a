// The tickets of one server, for the bot's own code.
import type { AnswerOf, Api, Asked, BodyOf, CallOptions, ChangeOptions, RouteOf } from './api.js';
import type { components, operations } from './openapi.js';
import { isRecord } from './protocol.js';
import type { Open } from './ticket_event.js';
import { TicketList, type ListedPage } from './ticket_list.js';
import { TickitError } from './tickit_error.js';

export type TicketStatus = Open<'opening' | 'open' | 'closing' | 'closed' | 'deleting' | 'failed'>;
export type TicketPriority = Open<'low' | 'normal' | 'high' | 'urgent'>;

/** A ticket, as it stands. */
export type Ticket = components['schemas']['Ticket'] & { status: TicketStatus; priority: TicketPriority };
/** For whom which ticket is opened. */
export type NewTicket = BodyOf<'open_ticket'>;
/** What becomes of a ticket: what is named. */
export type TicketChanges = BodyOf<'update_ticket'> & { priority?: TicketPriority | null };
/** How a ticket is closed. */
export type TicketClose = BodyOf<'close_ticket'>;

/** Also where `undefined` is given. */
type Optional<T> = { [Name in keyof T]: T[Name] | undefined };
type Query = NonNullable<operations['list_tickets']['parameters']['query']>;

/** Which tickets are wanted. What is not named does not matter. */
export interface TicketFilters extends Optional<Omit<Query, 'bot' | 'limit' | 'after' | 'from' | 'until'>> {
  status?: TicketStatus | undefined;
  priority?: TicketPriority | undefined;
  waiting_for?: Open<'staff' | 'member'> | undefined;
  /** Opened at or after this time. */
  from?: Date | string | undefined;
  /** Opened before this time. */
  until?: Date | string | undefined;
  /** How many are asked for at a time, 100 at most; 50 where nothing is said. */
  pageSize?: number | undefined;
}

const TICKETS = '/api/guilds/{guild}/tickets';
const ROUTES = {
  list_tickets: ['GET', TICKETS],
  open_ticket: ['POST', TICKETS],
  show_ticket: ['GET', `${TICKETS}/{ticket}`],
  update_ticket: ['PATCH', `${TICKETS}/{ticket}`],
  close_ticket: ['POST', `${TICKETS}/{ticket}/close`],
  add_label: ['POST', `${TICKETS}/{ticket}/labels`],
  remove_label: ['DELETE', `${TICKETS}/{ticket}/labels/{label}`],
  add_note: ['POST', `${TICKETS}/{ticket}/notes`],
} as const satisfies { [Name in keyof operations]?: RouteOf<Name> };

type Operation = keyof typeof ROUTES;

/** Every promise rejects with `TickitError` alone, and nothing is thrown outside of one. */
export class Tickets {
  constructor(
    private readonly guild: string,
    /** Throws where there is none. */
    private readonly api: () => Api,
  ) {}

  /** Opens a ticket for a member: `{ type: 1, opener: interaction.user.id }`. Its channel is there a moment later. */
  open(ticket: NewTicket, options?: ChangeOptions): Promise<Ticket> {
    return this.send('open_ticket', { body: ticket }, options);
  }

  /** Newest first: `for await (const ticket of tickets.list({ status: 'open' }))`, or in pages. */
  list(filters: TicketFilters = {}, options?: CallOptions): TicketList {
    return new TicketList((after) => this.listed(filters, after, options));
  }

  get(number: number, options?: CallOptions): Promise<Ticket> {
    return this.sendOn('show_ticket', number, {}, options);
  }

  /** Changes what is named, each by itself: what comes before one that is refused is done. */
  update(number: number, changes: TicketChanges, options?: ChangeOptions): Promise<Ticket> {
    return this.sendOn('update_ticket', number, { body: changes }, options);
  }

  /** Once this is answered, it will be closed. */
  close(number: number, how: TicketClose = {}, options?: ChangeOptions): Promise<Ticket> {
    return this.sendOn('close_ticket', number, { body: how }, options);
  }

  /** Adds a label; the others stay. */
  label(number: number, label: string, options?: ChangeOptions): Promise<Ticket> {
    return this.sendOn('add_label', number, { body: { label } }, options);
  }

  /** Takes a label off. */
  unlabel(number: number, label: string, options?: ChangeOptions): Promise<Ticket> {
    return this.sendOn('remove_label', number, { in: { label } }, options);
  }

  /** Writes a note, which staff reads and the opener does not. */
  note(number: number, text: string, options?: ChangeOptions): Promise<Ticket> {
    return this.sendOn('add_note', number, { body: { text } }, options);
  }

  private async listed(
    filters: TicketFilters,
    after: string | undefined,
    options: CallOptions | undefined,
  ): Promise<ListedPage> {
    if (!isRecord(filters)) throw TickitError.invalid('filters', 'The filters are no object.');
    const { pageSize, ...others } = filters;
    const query: Record<string, string | undefined> = {};
    for (const [name, value] of Object.entries({ ...others, limit: pageSize, after }))
      query[name] = inQuery(name, value);
    const { tickets, next } = await this.send('list_tickets', { query }, options);
    return { tickets: (Array.isArray(tickets) ? tickets : []) as Ticket[], next: next ?? undefined };
  }

  private async sendOn<Name extends Operation>(
    name: Name,
    number: number,
    asked: Sent<Name>,
    options: ChangeOptions | undefined,
  ): Promise<Answered<Name>> {
    if (!Number.isSafeInteger(number) || number < 0)
      throw TickitError.invalid('ticket', 'This is no number of a ticket.');
    return this.send(name, { ...asked, in: { ticket: String(number), ...asked.in } }, options);
  }

  private async send<Name extends Operation>(
    name: Name,
    asked: Sent<Name>,
    options: ChangeOptions | undefined,
  ): Promise<Answered<Name>> {
    const { guild } = this;
    if (typeof guild !== 'string' || !/^\d{1,20}$/.test(guild)) {
      throw TickitError.invalid('guild', "A server's id is a text of digits: a number of that size is not exact.");
    }
    if ('body' in asked && !isRecord(asked.body)) throw TickitError.invalid('body', 'What is asked for is no object.');
    const [method, path] = ROUTES[name];
    return (await this.api().send({ method, path, ...asked, in: { guild, ...asked.in } }, options)) as Answered<Name>;
  }
}

interface Sent<Name extends Operation> extends Partial<Pick<Asked, 'in' | 'query'>> {
  body?: BodyOf<Name>;
}

type Answered<Name extends Operation> = Name extends 'list_tickets' ? AnswerOf<Name> : Ticket;

/** What a filter is in an address; what is empty is as if it was not named. */
function inQuery(name: string, value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  if (value instanceof Date) {
    if (Number.isNaN(value.getTime())) throw TickitError.invalid(name, 'This is no time.');
    return value.toISOString();
  }
  if (typeof value === 'string' || typeof value === 'number') return String(value);
  throw TickitError.invalid(name, 'A filter is a text, a number or a time.');
}
