// The stand-in's tickets: kept as long as a test runs, and answered as docs/openapi.json says.
import type { Ticket } from '../src/core/tickets.js';
import { wrongWithAnswer, wrongWithRequest } from './document.js';
import { APPLICATION, json, problem, type Received, type StandIn } from './stand_in.js';

export const GUILD = '1300000000000000001';
export const ALICE = '1500000000000000001';

type Answer = [status: number, body: unknown];
type Change = (ticket: Ticket, body: Record<string, unknown>, request: Received) => void;

const CHANGES: Record<string, Change> = {
  'GET ticket': () => undefined,
  'PATCH ticket': (ticket, body) => void Object.assign(ticket, body),
  'POST ticket/close': (ticket, { reason = '' }) => {
    ticket.status = 'closing';
    ticket.closing = { at: '2026-11-26T12:00:00.000Z', by: 'key:5f0c2a9d1b7e4833', reason: reason as string };
  },
  'POST ticket/labels': (ticket, { label }) => void (ticket.labels = [...ticket.labels, label as string]),
  'DELETE ticket/labels': (ticket, _, { path }) => {
    const label = decodeURIComponent(new URL(path, 'http://127.0.0.1').pathname.split('/').at(-1) ?? '');
    ticket.labels = ticket.labels.filter((one) => one !== label);
  },
  'POST ticket/notes': (ticket) => void (ticket.notes = (ticket.notes ?? 0) + 1),
};

export class StandInTickets {
  readonly tickets: Ticket[] = [];
  /** How often something was really done, by what it is. */
  readonly done: string[] = [];
  /** Where the document was not kept to. */
  readonly wrong: string[] = [];
  private readonly answered = new Map<string, { asked: string; answer: Answer }>();

  constructor(private readonly service: StandIn) {
    this.on('POST tickets', (request) => [
      201,
      this.open(JSON.parse(request.body) as { type: number; opener: string }),
    ]);
    this.on('GET tickets', (request) => this.list(new URL(request.path, service.url).searchParams));
    for (const [what, change] of Object.entries(CHANGES)) this.on(what, (request) => this.change(request, change));
  }

  /** As if it had been opened before. */
  open({ type = 1, opener = ALICE } = {}): Ticket {
    const ticket: Ticket = {
      number: this.tickets.length + 1,
      bot: APPLICATION,
      type,
      type_name: 'Support',
      opener,
      opener_name: 'alice',
      opened_at: '2026-11-26T12:00:00.000Z',
      round: 1,
      name: `support-${this.tickets.length + 1}`,
      channel: null,
      follows: null,
      status: 'open',
      priority: 'normal',
      labels: [],
      topic: '',
      waiting_for: 'staff',
      notes: 0,
      assignee: null,
      team: null,
      closing: null,
      first_response_at: null,
      stars: null,
    };
    this.tickets.push(ticket);
    return ticket;
  }

  private on(what: string, does: (request: Received) => Answer): void {
    this.service.on(what, (request, response) => {
      const [status, body] = this.once(what, request, does);
      this.wrong.push(...wrongWithRequest(request), ...wrongWithAnswer(request, status, body));
      return json(status, body)(request, response);
    });
  }

  /** A change that is asked for with the key of one that was answered is answered as that was. */
  private once(what: string, request: Received, does: (request: Received) => Answer): Answer {
    const key = request.headers['idempotency-key'];
    if (request.method === 'GET' || typeof key !== 'string') return does(request);
    const asked = `${request.method} ${request.path} ${request.body}`;
    const known = this.answered.get(key);
    if (known) return known.asked === asked ? known.answer : refusal(422, 'idempotency_key_reused', 'Take a new one.');
    const answer = structuredClone(does(request));
    this.answered.set(key, { asked, answer });
    this.done.push(what);
    return answer;
  }

  private change(request: Received, change: Change): Answer {
    const number = Number(request.path.split('/')[5]?.split('?')[0]);
    const ticket = this.tickets.find((one) => one.number === number);
    if (!ticket) return refusal(404, 'no_such_ticket', 'Look at its number again.');
    change(ticket, JSON.parse(request.body || '{}') as Record<string, unknown>, request);
    return [200, ticket];
  }

  private list(query: URLSearchParams): Answer {
    const limit = Number(query.get('limit') ?? 50);
    const [status, label, after] = [query.get('status'), query.get('label'), Number(query.get('after') ?? Infinity)];
    const fits = (one: Ticket): boolean => (!status || one.status === status) && (!label || one.labels.includes(label));
    const wanted = this.tickets.filter((one) => fits(one) && one.number < after).reverse();
    const page = wanted.slice(0, limit);
    return [200, { tickets: page, next: wanted.length > limit ? String(page.at(-1)?.number) : null }];
  }
}

function refusal(status: number, code: string, detail: string): Answer {
  return [status, { type: `urn:tickit:problem:${code}`, title: code, status, detail, code }];
}

/** What a key is told that was made for `register` and `forward` alone. */
export const OTHER_KEY = problem(403, 'forbidden', 'Use another key: this key may not do this.');
