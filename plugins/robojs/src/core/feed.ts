// Hears what becomes of this bot's tickets, as long as somebody listens.
import type { ClientRequest } from 'node:http';
import { backoff } from './backoff.js';
import type { Log } from './log.js';
import { isRecord } from './protocol.js';
import type { ServiceClient } from './service.js';
import { SseParser } from './sse.js';
import type { TicketEvent } from './ticket_event.js';

const PAUSES = { leastMs: 1_000, mostMs: 60_000 };
/** The service says something every 15 seconds. */
const SILENCE_MS = 45_000;

export class TicketFeed {
  private request: ClientRequest | undefined;
  private timer: NodeJS.Timeout | undefined;
  private lastId: string | undefined;
  private failures = 0;
  private open = false;

  constructor(
    private readonly service: ServiceClient,
    private readonly application: string,
    private readonly onEvent: (event: TicketEvent) => void,
    private readonly log: Log,
    private readonly silenceMs: number = SILENCE_MS,
    private readonly pauses: typeof PAUSES = PAUSES,
  ) {}

  start(): void {
    if (this.open) return;
    this.open = true;
    this.connect();
  }

  stop(): void {
    this.open = false;
    clearTimeout(this.timer);
    this.request?.destroy();
    this.request = undefined;
  }

  private connect(): void {
    const headers: Record<string, string> = { accept: 'text/event-stream' };
    if (this.lastId) headers['last-event-id'] = this.lastId;
    const request = this.service.open(`api/bots/${this.application}/events`, headers);
    this.request = request;
    request.setTimeout(this.silenceMs, () => request.destroy());
    request.on('error', () => undefined);
    request.on('close', () => this.again(request));
    request.on('response', (response) => {
      if (response.statusCode !== 200) {
        this.log.debug(`the feed of ticket events was refused: ${response.statusCode}`);
        request.destroy();
        return;
      }
      this.failures = 0;
      const parser = new SseParser();
      response.setEncoding('utf8');
      response.on('error', () => undefined);
      response.on('data', (text: string) => this.read(parser, text, request));
    });
    request.end();
  }

  private read(parser: SseParser, text: string, request: ClientRequest): void {
    try {
      for (const { data, id } of parser.push(text)) {
        if (id) this.lastId = id;
        const event: unknown = JSON.parse(data);
        if (isRecord(event) && typeof event['type'] === 'string') this.onEvent(event as unknown as TicketEvent);
      }
    } catch {
      this.log.debug('the feed of ticket events is not understood: it is opened anew');
      request.destroy();
    }
  }

  private again(request: ClientRequest): void {
    if (!this.open || this.request !== request) return;
    this.failures += 1;
    this.timer = setTimeout(() => this.connect(), backoff(this.pauses, this.failures));
    this.timer.unref();
  }
}
