// The client that the bot's own code works on tickets with.
import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { inspect } from 'node:util';
import start from '../src/events/_start.js';
import stop from '../src/events/_stop.js';
import { tickit, TickitError, type Ticket, type TicketFilters } from '../src/index.js';
import { FakeClient, until } from './bot.js';
import { after as later, APPLICATION, hang, json, KEY, problem, StandIn, TOKEN } from './stand_in.js';
import { ALICE, GUILD, OTHER_KEY, StandInTickets } from './stand_in_tickets.js';

const tickets = tickit.guild(GUILD).tickets;
const VARIABLES = ['TICKIT_URL', 'TICKIT_KEY', 'TICKIT_MODE', 'DISCORD_TOKEN', 'DISCORD_CLIENT_ID', 'TICKIT_DEBUG'];

let service: StandIn;
let kept: StandInTickets;
let said: string[];
const consoles = { info: console.info, warn: console.warn, error: console.error };

// A bot's folder is not this package's, whose manifest has Tickit's commands as its own.
const here = process.cwd();
before(() => process.chdir(mkdtempSync(join(tmpdir(), 'tickit-bot-'))));
after(() => process.chdir(here));

beforeEach(async () => {
  service = await StandIn.start();
  kept = new StandInTickets(service);
  for (const name of VARIABLES) delete process.env[name];
  Object.assign(process.env, { TICKIT_URL: service.url, TICKIT_KEY: KEY, DISCORD_TOKEN: TOKEN });
  said = [];
  for (const level of ['info', 'warn', 'error'] as const) console[level] = (line: string) => void said.push(line);
});

afterEach(async () => {
  Object.assign(console, consoles);
  await stop();
  await service.down();
});

/** What a call is rejected with, which is nothing else ever. */
async function refused(call: Promise<unknown>): Promise<TickitError> {
  const error = await call.then(
    () => assert.fail('it was not refused'),
    (error: unknown) => error,
  );
  assert.ok(error instanceof TickitError, String(error));
  assert.equal(error.name, 'TickitError');
  return error;
}

const numbers = (found: Ticket[]): number[] => found.map(({ number }) => number);

test('before the start, switched off, without a key and after the end, the error says why nothing is done', async () => {
  const why = async (): Promise<string> => {
    const error = await refused(tickets.get(1));
    assert.equal(error.code, 'not_running');
    return error.detail;
  };
  assert.match(await why(), /^Tickit was not started yet/);
  process.env['TICKIT_MODE'] = 'off';
  start(new FakeClient(), {});
  assert.equal(await why(), 'Tickit is switched off (mode off).');
  delete process.env['TICKIT_MODE'];
  delete process.env['TICKIT_KEY'];
  start(new FakeClient(), {});
  assert.match(await why(), /^TICKIT_KEY is missing/);
  process.env['TICKIT_KEY'] = KEY;
  start(new FakeClient(), {});
  kept.open();
  assert.equal((await tickets.get(1)).number, 1);
  await stop();
  assert.equal(await why(), 'Tickit was stopped.');
});

test('a whole ticket, as the document has each request and each answer', async () => {
  start(new FakeClient(), {});
  const opened = await tickets.open({ type: 2, opener: ALICE });
  assert.deepEqual([opened.number, opened.type, opened.opener], [1, 2, ALICE]);
  assert.deepEqual((await tickets.label(1, 'refund')).labels, ['refund']);
  assert.deepEqual((await tickets.label(1, 'größer / 50 % ☃?#')).labels, ['refund', 'größer / 50 % ☃?#']);
  assert.deepEqual((await tickets.unlabel(1, 'größer / 50 % ☃?#')).labels, ['refund']);
  assert.equal((await tickets.note(1, 'Order 4711')).notes, 1);
  const changes = { priority: 'high', topic: 'Order 4711', assignee: null } as const;
  assert.equal((await tickets.update(1, changes)).priority, 'high');
  const closed = await tickets.close(1, { reason: 'Sent again' });
  assert.deepEqual([closed.status, closed.closing?.reason], ['closing', 'Sent again']);
  assert.deepEqual(await tickets.get(1), closed);
  assert.equal((await tickets.close(1)).closing?.reason, '');
  assert.deepEqual(kept.wrong, []);
  const [request] = service.got('POST tickets');
  assert.equal(request?.path, `/api/guilds/${GUILD}/tickets?bot=${APPLICATION}`);
  assert.equal(request?.headers.authorization, `Bearer ${KEY}`);
});

test('a list is walked through ticket by ticket and page by page, and no further than it is wanted', async () => {
  start(new FakeClient(), {});
  for (let count = 0; count < 7; count += 1) kept.open();
  const all: Ticket[] = [];
  for await (const ticket of tickets.list({ pageSize: 3 })) all.push(ticket);
  assert.deepEqual(numbers(all), [7, 6, 5, 4, 3, 2, 1]);
  const sizes: number[] = [];
  for await (const page of tickets.list({ pageSize: 3 }).pages()) sizes.push(page.length);
  assert.deepEqual(sizes, [3, 3, 1]);
  const asked = service.got('GET tickets').length;
  for await (const ticket of tickets.list({ pageSize: 3 })) if (ticket.number === 5) break;
  assert.equal(service.got('GET tickets').length, asked + 1);
  const first = await tickets.list({ pageSize: 4 }).page();
  const second = await first.next?.();
  assert.deepEqual(
    [numbers(first.tickets), numbers(second?.tickets ?? [])],
    [
      [7, 6, 5, 4],
      [3, 2, 1],
    ],
  );
  assert.equal(second?.next, undefined);
  assert.deepEqual(kept.wrong, []);
});

test('a list that is empty, and one whose pages lead nowhere, end', async () => {
  start(new FakeClient(), {});
  for await (const ticket of tickets.list()) assert.fail(`there is no ticket ${ticket.number}`);
  const again = { tickets: [], next: 'the same again' };
  service.on('GET tickets', json(200, again));
  for await (const ticket of tickets.list()) assert.fail(`there is no ticket ${ticket.number}`);
  assert.equal(service.got('GET tickets').length, 3);
});

test('filters are in the address by the names of the document, and what is not chosen is left out', async () => {
  start(new FakeClient(), {});
  const filters: TicketFilters = {
    status: 'open',
    priority: 'urgent',
    waiting_for: 'staff',
    type: 3,
    text: 'lost & found',
    from: new Date(0),
    until: '2026-11-27T00:00:00Z',
    pageSize: 20,
  };
  await tickets.list({ ...filters, label: undefined }).page();
  const query = new URL(service.got('GET tickets')[0]?.path ?? '', service.url).searchParams;
  assert.deepEqual(Object.fromEntries(query), {
    bot: APPLICATION,
    status: 'open',
    priority: 'urgent',
    waiting_for: 'staff',
    type: '3',
    text: 'lost & found',
    from: '1970-01-01T00:00:00.000Z',
    until: '2026-11-27T00:00:00Z',
    limit: '20',
  });
  assert.deepEqual(kept.wrong, []);
});

test('each call has a key of its own, or the one that it is given, which makes it done once', async () => {
  start(new FakeClient(), {});
  await tickets.open({ type: 1, opener: ALICE });
  await tickets.open({ type: 1, opener: ALICE });
  const twice = { idempotencyKey: 'interaction-4711' };
  const [first, second] = [
    await tickets.open({ type: 1, opener: ALICE }, twice),
    await tickets.open({ type: 1, opener: ALICE }, twice),
  ];
  assert.equal(first.number, second.number);
  const keys = service.got('POST tickets').map(({ headers }) => headers['idempotency-key']);
  assert.equal(new Set(keys).size, 3);
  assert.equal(kept.tickets.length, 3);
  const reused = await refused(tickets.open({ type: 2, opener: ALICE }, twice));
  assert.deepEqual([reused.code, reused.status], ['idempotency_key_reused', 422]);
  assert.equal(service.got('GET ticket').length, 0);
});

test('a refusal has the service’s code, status, text and field, and is in the language that is asked for', async () => {
  start(new FakeClient(), {});
  const none = await refused(tickets.get(42));
  assert.deepEqual([none.code, none.status, none.detail], ['no_such_ticket', 404, 'Look at its number again.']);
  const body = {
    type: 't',
    title: 'This is refused',
    status: 422,
    detail: 'Zu viele.',
    code: 'at_limit',
    field: 'opener',
  };
  service.on('POST tickets', json(422, body));
  const limit = await refused(tickets.open({ type: 1, opener: ALICE }, { locale: 'de' }));
  assert.deepEqual([limit.code, limit.status, limit.detail, limit.field], ['at_limit', 422, 'Zu viele.', 'opener']);
  assert.equal(limit.message, 'Zu viele.');
  assert.equal(service.got('POST tickets')[0]?.headers['accept-language'], 'de');
});

const KEYS_THAT_DO_NOT_OPEN: [name: string, answer: ReturnType<typeof problem>, sentence: RegExp][] = [
  [
    'for register and forward alone',
    OTHER_KEY,
    /keys create --bot 1100000000000000001 --may register,forward,agent`\.$/,
  ],
  [
    'for viewer',
    problem(403, 'not_allowed', 'You need to be staff.'),
    /^You need to be staff\. What TICKIT_KEY may .*agent/,
  ],
  [
    'that was revoked',
    problem(401, 'unauthenticated', 'It was revoked.'),
    /^It was revoked\. Tickit does not take TICKIT_KEY/,
  ],
];

for (const [name, answer, sentence] of KEYS_THAT_DO_NOT_OPEN) {
  test(`with a key ${name} the error’s text says what to do, and never the key`, async () => {
    start(new FakeClient(), {});
    service.on('POST ticket/close', answer);
    const error = await refused(tickets.close(1));
    assert.match(error.message, sentence);
    assert.ok(!inspect(error, { depth: 9, showHidden: true }).includes(KEY));
  });
}

test('a listener that is refused something is told of in the log, and disturbs neither bot nor feed', async () => {
  service.on('GET events', (_, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    for (const number of [41, 42]) {
      const event = {
        id: `e${number}`,
        type: 'ticket.closed',
        guild: GUILD,
        ticket: number,
        actor: { kind: 'tickit' },
      };
      response.write(`id: e${number}\ndata: ${JSON.stringify(event)}\n\n`);
    }
  });
  const heard: number[] = [];
  const listener = async (event: { guild: string; ticket: number }): Promise<void> => {
    heard.push(event.ticket);
    await tickit.guild(event.guild).tickets.label(event.ticket, 'done');
  };
  start(new FakeClient(), {});
  tickit.on('ticket.closed', listener);
  await until(
    'both are told of',
    () => said.filter((line) => line.includes('A listener for ticket.closed')).length === 2,
  );
  tickit.off('ticket.closed', listener);
  assert.deepEqual(heard, [41, 42]);
  assert.ok(said.some((line) => line.includes('Look at its number again.')));
});

test('the end of the bot waits a moment for what is under way, and ends what takes longer', async () => {
  start(new FakeClient(), {});
  kept.open();
  const answer = service.answers.get('GET ticket') ?? hang;
  service.on('GET ticket', later(100, answer));
  service.on('POST ticket/close', hang);
  const [soon, never] = [tickets.get(1), refused(tickets.close(1))];
  await until('both are asked', () => service.got('GET ticket').length + service.got('POST ticket/close').length === 2);
  await stop();
  assert.equal((await soon).number, 1);
  assert.equal((await never).code, 'not_running');
});

test('a signal ends a call before it, during it and between its tries, and nothing is left on it', async () => {
  start(new FakeClient(), {});
  const ended = await refused(tickets.get(1, { signal: AbortSignal.abort('enough') }));
  assert.deepEqual([ended.code, ended.cause], ['aborted', 'enough']);
  service.on('POST ticket/close', hang);
  service.on('POST ticket/notes', problem(503, 'store_unavailable', 'Wait.', { 'retry-after': '5' }));
  const controller = new AbortController();
  const { signal } = controller;
  const calls = [refused(tickets.close(1, {}, { signal })), refused(tickets.note(1, 'x', { signal }))];
  await until('both are asked', () => service.received.filter(({ path }) => path.includes('/guilds/')).length === 2);
  controller.abort();
  for (const error of await Promise.all(calls)) assert.equal(error.code, 'aborted');
  assert.match((await calls[0])?.message ?? '', /It may have been done all the same\.$/);
  assert.equal(getEventListeners(signal, 'abort').length, 0);
});
