// What the client does where the service does not answer, or not yet.
import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { Api, type ApiBounds } from '../src/core/api.js';
import { ServiceClient } from '../src/core/service.js';
import { Tickets } from '../src/core/tickets.js';
import { TickitError } from '../src/core/tickit_error.js';
import { until } from './bot.js';
import { APPLICATION, hang, json, KEY, problem, StandIn, status } from './stand_in.js';
import { ALICE, GUILD, StandInTickets } from './stand_in_tickets.js';

const QUICK: ApiBounds = { mostCalls: 3, deadlineMs: 4_000, tryDeadlineMs: 400, leastMs: 10, mostMs: 20 };
const NEW = { type: 1, opener: ALICE };

let service: StandIn;
let kept: StandInTickets;
let api: Api;
let tickets: Tickets;

beforeEach(async () => {
  service = await StandIn.start();
  kept = new StandInTickets(service);
  api = new Api(new ServiceClient(new URL(service.url), KEY), APPLICATION, QUICK);
  tickets = new Tickets(GUILD, () => api);
});

afterEach(async () => {
  await api.stop(0);
  await service.down();
});

async function refused(call: Promise<unknown>): Promise<TickitError> {
  const error = await call.catch((error: unknown) => error);
  assert.ok(error instanceof TickitError, String(error));
  return error;
}

/** Lets the first few requests of a kind end otherwise. */
function first(times: number, what: string, otherwise: Parameters<StandIn['on']>[1]): void {
  const usual = service.answers.get(what) ?? hang;
  let left = times;
  service.on(what, (request, response) => (left-- > 0 ? otherwise : usual)(request, response));
}

const keysOf = (what: string): Set<unknown> =>
  new Set(service.got(what).map(({ headers }) => headers['idempotency-key']));

test('a change whose answer got lost is asked for again with its key, and done once', async () => {
  const does = service.answers.get('POST tickets') ?? hang;
  first(1, 'POST tickets', async (request, response) => {
    const lost = { writeHead: () => ({ end: () => undefined }) };
    await does(request, lost as never);
    response.destroy();
  });
  assert.equal((await tickets.open(NEW)).number, 1);
  assert.equal(service.got('POST tickets').length, 2);
  assert.equal(keysOf('POST tickets').size, 1);
  assert.deepEqual(kept.done, ['POST tickets']);
});

const PASSES: [name: string, answer: Parameters<StandIn['on']>[1], times: number][] = [
  ['the database does not answer', problem(503, 'store_unavailable', 'Wait.'), 3],
  ['Discord cannot be asked', problem(503, 'discord_away', 'Wait.', { 'retry-after': '1' }), 1],
  ['a proxy finds no service', status(502), 2],
  ['there are too many requests', problem(429, 'too_many_requests', 'Wait.', { 'retry-after': '1' }), 1],
  ['the first try is still being answered', problem(409, 'under_way', 'Wait.'), 2],
  ['the connection ends', (_, response) => void response.destroy(), 2],
  ['nothing is said', hang, 1],
];

for (const [name, answer, times] of PASSES) {
  test(`where ${name}, the same is asked for again`, async () => {
    first(times, 'POST ticket/notes', answer);
    kept.open();
    assert.equal((await tickets.note(1, 'Order 4711')).notes, 1);
    assert.equal(service.got('POST ticket/notes').length, times + 1);
    assert.equal(keysOf('POST ticket/notes').size, 1);
  });
}

const STAYS: [name: string, answer: Parameters<StandIn['on']>[1], code: string, tries: number][] = [
  ['a failure of the service’s', problem(500, 'internal', 'Ours.'), 'internal', 1],
  ['a ticket that is not open', problem(409, 'not_open', 'It is closed.'), 'not_open', 1],
  ['too many requests for nobody knows how long', problem(429, 'too_many_requests', 'Wait.'), 'too_many_requests', 1],
  ['a pause that is longer than the deadline', problem(503, 'timeout', 'x', { 'retry-after': '60' }), 'timeout', 1],
  ['a database that stays away', problem(503, 'store_unavailable', 'Wait.'), 'store_unavailable', 4],
  ['an address that leads elsewhere', (_, response) => void response.writeHead(308).end(), 'redirected', 1],
  ['somebody else’s page', (_, response) => void response.writeHead(200).end('<html>'), 'not_understood', 1],
  ['somebody else’s JSON', json(200, ['hello']), 'not_understood', 1],
  ['an answer without end', (_, response) => void response.writeHead(200).end('x'.repeat(2 << 20)), 'broken', 4],
];

for (const [name, answer, code, tries] of STAYS) {
  test(`${name} is an error after ${tries} ${tries === 1 ? 'try' : 'tries'}`, async () => {
    service.on('GET ticket', answer);
    const error = await refused(tickets.get(1));
    assert.equal(error.code, code);
    assert.equal(service.got('GET ticket').length, tries);
  });
}

test('a service that is silent until the deadline may have done it, and one that is down has not', async () => {
  service.on('POST tickets', hang);
  service.on('GET ticket', hang);
  const silent = await refused(tickets.open(NEW, { deadlineMs: 200 }));
  assert.deepEqual([silent.code, silent.status], ['timeout', undefined]);
  assert.match(silent.message, /does not answer in time\. It may have been done all the same\.$/);
  assert.match((await refused(tickets.get(1, { deadlineMs: 200 }))).message, /Nothing was done\.$/);
  await service.down();
  const down = await refused(tickets.open(NEW));
  assert.equal(down.code, 'unreachable');
  assert.match(down.message, /cannot be reached \(ECONNREFUSED\)\. Nothing was done\.$/);
  await service.up();
  assert.deepEqual((await tickets.list().page()).tickets, []);
});

test('a service that comes back within the deadline has the call', async () => {
  await service.down();
  const patient = new Api(new ServiceClient(new URL(service.url), KEY), APPLICATION, {
    ...QUICK,
    leastMs: 200,
    mostMs: 400,
  });
  const opened = new Tickets(GUILD, () => patient).open(NEW);
  await service.up();
  assert.equal((await opened).number, 1);
  assert.equal(kept.tickets.length, 1);
  await patient.stop(0);
});

test('no more calls are under way than there is room for', async () => {
  service.on('GET ticket', hang);
  const calls = [1, 2, 3].map((number) => refused(tickets.get(number, { deadlineMs: 300 })));
  await until('all are asked', () => service.got('GET ticket').length === 3);
  assert.equal((await refused(tickets.get(4))).code, 'too_many_calls');
  for (const error of await Promise.all(calls)) assert.equal(error.code, 'timeout');
  assert.deepEqual((await tickets.list().page()).tickets, []);
});
