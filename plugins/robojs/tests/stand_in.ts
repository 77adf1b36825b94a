// A stand-in for the service on loopback: takes everything down, and answers, hangs or breaks as a test wishes.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Bot } from '../src/core/protocol.js';
import { DEFAULT_COMMANDS } from '../src/core/match.js';

export interface Received {
  method: string;
  path: string;
  headers: IncomingMessage['headers'];
  body: string;
}

type Answer = (request: Received, response: ServerResponse) => void | Promise<void>;

export const APPLICATION = '1100000000000000001';
export const KEY = 'tk_live_0123456789abcdef';
export const TOKEN = `${Buffer.from(APPLICATION).toString('base64url')}.AAAAAA.secret-of-the-token`;

export function bot(fields: Partial<Bot> = {}): Bot {
  return {
    id: APPLICATION,
    name: 'Acme Helper',
    mode: 'forward',
    state: 'ready',
    reason: null,
    advice: null,
    next_try: null,
    shards: [],
    message_content: null,
    notices: [],
    commands: [...DEFAULT_COMMANDS],
    prefixes: ['tickit:'],
    protocol: { newest: 1, oldest: 1 },
    endpoint_url: null,
    invite_url: 'http://127.0.0.1/invite',
    heartbeat_seconds: 30,
    versions: {},
    ...fields,
  };
}

export class StandIn {
  readonly received: Received[] = [];
  /** By method and the end of the path: `POST interactions`, `PUT bot`, `GET tickets`, `POST ticket/close`. */
  readonly answers = new Map<string, Answer>();
  private server: Server | undefined;
  private port = 0;

  static async start(): Promise<StandIn> {
    const standIn = new StandIn();
    standIn.on('PUT bot', json(200, bot()));
    standIn.on('GET bot', json(200, bot()));
    standIn.on('DELETE bot', status(204));
    standIn.on('POST ready', status(204));
    standIn.on('POST interactions', status(202));
    standIn.on(
      'POST events',
      json(200, { accepted: 1, ignored: 0, refused: 0, channels: { wanted: [], unwanted: [] } }),
    );
    standIn.on('GET events', status(404));
    await standIn.up();
    return standIn;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  on(what: string, answer: Answer): void {
    this.answers.set(what, answer);
  }

  /** What came, in order. */
  got(what: string): Received[] {
    return this.received.filter((request) => name(request) === what);
  }

  /** Listens, on the same port as before. */
  async up(): Promise<void> {
    const server = createServer((request, response) => void this.take(request, response));
    this.server = server;
    await new Promise<void>((resolve) => server.listen(this.port, '127.0.0.1', resolve));
    this.port = (server.address() as AddressInfo).port;
  }

  /** Ends, with all connections. */
  async down(): Promise<void> {
    const server = this.server;
    this.server = undefined;
    if (!server) return;
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeAllConnections();
    await closed;
  }

  private async take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const received = {
      method: request.method ?? '',
      path: request.url ?? '',
      headers: request.headers,
      body: Buffer.concat(chunks).toString('utf8'),
    };
    this.received.push(received);
    const answer = this.answers.get(name(received)) ?? status(404);
    await answer(received, response);
  }
}

function name({ method, path }: Received): string {
  const aboutTickets = /^\/api\/guilds\/[^/]+\/tickets(\/\d+)?(\/[a-z]+)?/.exec(path);
  if (aboutTickets) return `${method} ${aboutTickets[1] ? 'ticket' : 'tickets'}${aboutTickets[2] ?? ''}`;
  const last = path.split('/').at(-1) ?? '';
  return `${method} ${/^\d+$/.test(last) ? 'bot' : last}`;
}

export function json(code: number, body: unknown, headers: Record<string, string> = {}): Answer {
  return (_, response) => {
    const type = code < 400 ? 'application/json' : 'application/problem+json';
    response.writeHead(code, { 'content-type': type, ...headers }).end(JSON.stringify(body));
  };
}

export function problem(code: number, name: string, detail: string, headers: Record<string, string> = {}): Answer {
  const type = `urn:tickit:problem:${name}`;
  return json(code, { type, title: name, status: code, detail, code: name }, headers);
}

export function status(code: number): Answer {
  return (_, response) => void response.writeHead(code).end();
}

export function after(ms: number, answer: Answer): Answer {
  return async (request, response) => {
    await new Promise((resolve) => setTimeout(resolve, ms));
    await answer(request, response);
  };
}

/** Takes the request and says nothing. */
export const hang: Answer = () => undefined;
