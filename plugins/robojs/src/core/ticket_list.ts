// A list of tickets that comes in pages.
import type { Ticket } from './tickets.js';

/** A page, and where the next one begins. */
export interface ListedPage {
  tickets: Ticket[];
  next: string | undefined;
}

/** Some of the tickets. */
export interface TicketPage {
  tickets: Ticket[];
  /** Gets those that come after; nothing at the end. */
  next: (() => Promise<TicketPage>) | undefined;
}

/** Nothing is asked of the service before the list is walked through. */
export class TicketList implements AsyncIterable<Ticket> {
  constructor(private readonly get: (after: string | undefined) => Promise<ListedPage>) {}

  /** Ticket by ticket, newest first. */
  async *[Symbol.asyncIterator](): AsyncGenerator<Ticket, void, undefined> {
    for await (const tickets of this.pages()) yield* tickets;
  }

  /** Page by page. */
  async *pages(): AsyncGenerator<Ticket[], void, undefined> {
    for (let page = await this.page(); ; page = await page.next()) {
      yield page.tickets;
      if (!page.next) return;
    }
  }

  /** The first page alone. */
  page(): Promise<TicketPage> {
    return this.from(undefined);
  }

  private async from(after: string | undefined): Promise<TicketPage> {
    const { tickets, next } = await this.get(after);
    const isMore = next !== undefined && next !== after;
    return { tickets, next: isMore ? () => this.from(next) : undefined };
  }
}
