// What the client does not send.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Api } from '../src/core/api.js';
import { ServiceClient } from '../src/core/service.js';
import { Tickets } from '../src/core/tickets.js';
import { TickitError } from '../src/core/tickit_error.js';
import { APPLICATION, KEY, StandIn } from './stand_in.js';
import { ALICE, GUILD } from './stand_in_tickets.js';

let service: StandIn;
let api: Api;
const tickets = new Tickets(GUILD, () => api);

before(async () => {
  service = await StandIn.start();
  api = new Api(new ServiceClient(new URL(service.url), KEY), APPLICATION);
});
after(async () => {
  await api.stop(0);
  await service.down();
});

const cyclic: Record<string, unknown> = { priority: 'low' };
cyclic['itself'] = cyclic;

/** As code without types may call it. */
const loose = (guild: unknown): any => new Tickets(guild as string, () => api);

const NONSENSE: [field: string | undefined, call: () => Promise<unknown>][] = [
  ['guild', () => loose(1300000000000000001).get(1)],
  ['guild', () => loose('').get(1)],
  ['guild', () => loose('../../keys').list().page()],
  ['guild', () => loose(undefined).open({ type: 1, opener: ALICE })],
  ['ticket', () => tickets.get(-1)],
  ['ticket', () => tickets.get(1.5)],
  ['ticket', () => tickets.get(NaN)],
  ['ticket', () => loose(GUILD).get('1')],
  ['ticket', () => loose(GUILD).close()],
  ['label', () => tickets.unlabel(1, '..')],
  ['label', () => tickets.unlabel(1, '')],
  ['label', () => tickets.unlabel(1, '\ud800')],
  ['label', () => loose(GUILD).unlabel(1)],
  ['body', () => loose(GUILD).open()],
  ['body', () => loose(GUILD).update(1, 'high')],
  ['body', () => loose(GUILD).close(1, null)],
  [undefined, () => loose(GUILD).update(1, cyclic)],
  ['filters', () => loose(GUILD).list('open').page()],
  ['from', () => tickets.list({ from: new Date(NaN) }).page()],
  [
    'status',
    () =>
      loose(GUILD)
        .list({ status: ['open'] })
        .page(),
  ],
  ['idempotencyKey', () => tickets.close(1, {}, { idempotencyKey: 'a\r\nb: c' })],
  ['idempotencyKey', () => tickets.close(1, {}, { idempotencyKey: 'x'.repeat(256) })],
  ['signal', () => loose(GUILD).get(1, { signal: 'now' })],
];

test('what no service could take is refused by name before anything is sent', async () => {
  for (const [index, [field, call]] of NONSENSE.entries()) {
    const error = await call().catch((error: unknown) => error);
    assert.ok(error instanceof TickitError, `case ${index}: ${String(error)}`);
    assert.deepEqual([error.code, error.field, error.status], ['invalid_argument', field, undefined], `case ${index}`);
  }
  assert.ok(service.received.length === 0);
});
