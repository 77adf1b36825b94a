// What the service hears of guilds: in batches, bounded, and of wanted channels alone.
import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { UnwantedChannels } from '../src/core/channels.js';
import { EventQueue, LIMITS } from '../src/core/events.js';
import { makeLog } from '../src/core/log.js';
import { ServiceClient } from '../src/core/service.js';
import { stage, until, type Stage } from './bot.js';
import { APPLICATION, json, KEY, problem, StandIn } from './stand_in.js';

interface Batch {
  events: { name: string; data: Record<string, unknown> }[];
}

let service: StandIn;
let staged: Stage | undefined;
const lines: string[] = [];

const batches = (): Batch['events'][] =>
  service.got('POST events').map(({ body }) => (JSON.parse(body) as Batch).events);
const message = (number: number, fields: Record<string, unknown> = {}): Record<string, unknown> => ({
  id: String(number),
  guild_id: '1',
  channel_id: '2',
  content: 'hello',
  ...fields,
});

function queue(): EventQueue {
  lines.length = 0;
  const log = makeLog((_, line) => lines.push(line));
  return new EventQueue(new ServiceClient(new URL(service.url), KEY), APPLICATION, () => undefined, log);
}

beforeEach(async () => {
  service = await StandIn.start();
});

afterEach(async () => {
  await staged?.plugin.stop();
  staged = undefined;
  await service.down();
});

test('events that come within a quarter of a second are one request, in their order', async () => {
  const { client } = (staged = await stage(service));
  for (const number of [1, 2, 3]) client.dispatch('MESSAGE_CREATE', message(number));
  client.dispatch('CHANNEL_DELETE', { id: '2', guild_id: '1' });
  client.dispatch('TYPING_START', { channel_id: '2' });
  await until('a batch came', () => batches().length === 1);
  assert.deepEqual(
    batches()[0]?.map(({ name }) => name),
    ['MESSAGE_CREATE', 'MESSAGE_CREATE', 'MESSAGE_CREATE', 'CHANNEL_DELETE'],
  );
  assert.deepEqual(batches()[0]?.[0]?.data, message(1));
});

test('of a guild only its id is told, and of private messages nothing', async () => {
  const { client } = (staged = await stage(service));
  client.dispatch('GUILD_CREATE', { id: '1', name: 'Acme', members: [{ user: { id: '9' } }] });
  client.dispatch('GUILD_DELETE', { id: '1', unavailable: true });
  client.dispatch('MESSAGE_CREATE', message(1, { guild_id: undefined }));
  await until('a batch came', () => batches().length === 1);
  assert.deepEqual(batches()[0], [
    { name: 'GUILD_CREATE', data: { id: '1', unavailable: false } },
    { name: 'GUILD_DELETE', data: { id: '1', unavailable: true } },
  ]);
});

test('a hundred events go at once, and no request has more', async () => {
  const events = queue();
  const { gatherMs } = LIMITS;
  LIMITS.gatherMs = 60_000;
  for (let number = 0; number < 250; number += 1) events.add('MESSAGE_CREATE', message(number));
  await until('two full batches came', () => batches().length === 2);
  LIMITS.gatherMs = gatherMs;
  assert.deepEqual(
    batches().map((batch) => batch.length),
    [100, 100],
  );
  await events.stop(1_000);
  assert.equal(batches()[2]?.length, 50);
});

test('no request is larger than a mebibyte, and an event that is larger alone is left out', async () => {
  const events = queue();
  for (const number of [1, 2, 3]) events.add('MESSAGE_CREATE', message(number, { content: 'x'.repeat(400 * 1024) }));
  events.add('MESSAGE_CREATE', message(4, { content: 'x'.repeat(LIMITS.batchBytes) }));
  await until('two came', () => batches().length === 2);
  assert.deepEqual(
    batches().map((batch) => batch.map(({ data }) => data['id'])),
    [['1', '2'], ['3']],
  );
  assert.ok(service.got('POST events').every(({ body }) => Buffer.byteLength(body) <= LIMITS.batchBytes));
});

test('a channel that is not wanted is not told of again, and one that is wanted goes on', async () => {
  service.on('POST events', json(200, { accepted: 1, ignored: 1, channels: { wanted: ['2'], unwanted: ['3'] } }));
  const events = queue();
  events.add('MESSAGE_CREATE', message(1));
  events.add('MESSAGE_CREATE', message(2, { channel_id: '3' }));
  await until('the service said so', () => events.unwanted.has('3'));
  events.add('MESSAGE_UPDATE', message(2, { channel_id: '3' }));
  events.add('MESSAGE_CREATE', message(3));
  events.add('CHANNEL_DELETE', { id: '3', guild_id: '1' });
  await until('the rest came', () => batches().length === 2);
  assert.deepEqual(
    batches()[1]?.map(({ name }) => name),
    ['MESSAGE_CREATE', 'CHANNEL_DELETE'],
  );
});

test('what is not wanted is forgotten after an hour, and bounded', () => {
  let now = 0;
  const unwanted = new UnwantedChannels(() => now, 3);
  unwanted.learn({ unwanted: ['1', '2'] });
  assert.ok(unwanted.has('1'));
  now = 60 * 60 * 1000;
  assert.ok(!unwanted.has('1'));
  unwanted.learn({ unwanted: ['1', '2', '3', '4', '5'] });
  assert.equal(unwanted.size, 3);
  assert.deepEqual(
    ['1', '2', '3', '4', '5'].filter((channel) => unwanted.has(channel)),
    ['3', '4', '5'],
  );
  unwanted.learn({ wanted: ['4'], unwanted: 'nonsense' });
  assert.ok(!unwanted.has('4'));
});

test('while the service takes nothing a thousand events are kept, the oldest go, and one line says so', async () => {
  service.on('POST events', problem(503, 'store_unavailable', 'later', { 'retry-after': '1' }));
  const events = queue();
  for (let number = 0; number < 2_500; number += 1) events.add('MESSAGE_CREATE', message(number));
  await until('it was refused, and kept', () => batches().length === 1 && events.length === LIMITS.queue);
  assert.equal(lines.filter((line) => line.includes('oldest events are dropped')).length, 1);
  service.on('POST events', json(200, { accepted: 1, ignored: 0, channels: { wanted: [], unwanted: [] } }));
  await until('the rest came', () => batches().length === 11);
  const ids = batches()
    .slice(1)
    .flat()
    .map(({ data }) => Number(data['id']));
  assert.deepEqual(
    ids,
    Array.from({ length: 1_000 }, (_, index) => 1_500 + index),
  );
});

test('the last of a batch that found no room are sent again', async () => {
  const channels = { wanted: [], unwanted: [] };
  service.on('POST events', json(200, { accepted: 1, ignored: 0, refused: 2, channels }));
  const events = queue();
  for (const number of [1, 2, 3]) events.add('MESSAGE_CREATE', message(number));
  await until('two came back', () => batches().length === 1 && events.length === 2);
  service.on('POST events', json(200, { accepted: 2, ignored: 0, refused: 0, channels }));
  await until('they were sent again', () => batches().length === 2);
  assert.deepEqual(
    batches()[1]?.map(({ data }) => data['id']),
    ['2', '3'],
  );
});

test('a batch that the service calls wrong is not sent again, and the next one is', async () => {
  service.on('POST events', problem(400, 'invalid_body', 'no such event'));
  const events = queue();
  events.add('MESSAGE_CREATE', message(1));
  await until('it was refused', () => lines.length === 1);
  service.on('POST events', json(200, { accepted: 1, ignored: 0, refused: 0, channels: { wanted: [], unwanted: [] } }));
  events.add('MESSAGE_CREATE', message(2));
  await until('the next came', () => batches().length === 2);
  assert.equal(batches()[1]?.[0]?.data['id'], '2');
});

test('a service that speaks another protocol gets the same batch again', async () => {
  service.on('POST events', problem(400, 'protocol_too_old', 'update it'));
  const events = queue();
  events.add('MESSAGE_CREATE', message(1));
  await until('it was refused', () => batches().length === 1);
  service.on('POST events', json(200, { accepted: 1, ignored: 0, refused: 0, channels: { wanted: [], unwanted: [] } }));
  await until('it came again', () => batches().length === 2);
  assert.equal(batches()[1]?.[0]?.data['id'], '1');
  assert.ok(
    lines.every((line) => line.includes('sent again later')),
    lines.join(),
  );
});

test('the end of the bot sends what is left', async () => {
  const { client, plugin } = (staged = await stage(service));
  client.dispatch('MESSAGE_CREATE', message(1));
  await plugin.stop();
  assert.equal(batches().length, 1);
  await sleep(300);
  assert.equal(batches().length, 1);
});
