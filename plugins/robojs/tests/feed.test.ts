// Hearing what becomes of tickets.
import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import { afterEach, beforeEach, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { TicketFeed } from '../src/core/feed.js';
import { makeLog } from '../src/core/log.js';
import { ServiceClient } from '../src/core/service.js';
import { SseParser } from '../src/core/sse.js';
import type { TicketEvent } from '../src/core/ticket_event.js';
import { stage, until, type Stage } from './bot.js';
import { APPLICATION, KEY, StandIn, status } from './stand_in.js';

let service: StandIn;
let staged: Stage | undefined;
let streams: ServerResponse[] = [];

const event = (id: string, type = 'ticket.opened'): string =>
  `event: ${type}\nid: ${id}\ndata: ${JSON.stringify({ id, type, guild: '1', ticket: 42, actor: { kind: 'member' } })}\n\n`;

beforeEach(async () => {
  service = await StandIn.start();
  streams = [];
  service.on('GET events', (_, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(': hello\n\n');
    streams.push(response);
  });
});

afterEach(async () => {
  await staged?.plugin.stop();
  staged = undefined;
  await service.down();
});

test('the feed is opened when somebody listens, and closed when nobody does any more', async () => {
  const { listeners } = (staged = await stage(service));
  await sleep(50);
  assert.equal(streams.length, 0);
  const listener = (): void => undefined;
  listeners.add('ticket.opened', listener, false);
  listeners.add('ticket.closed', listener, false);
  await until('it is open', () => streams.length === 1);
  listeners.remove('ticket.opened', listener);
  listeners.remove('ticket.closed', listener);
  await until('it is closed', () => streams[0]?.destroyed === true || streams[0]?.closed === true);
});

test('a listener hears its type alone, `once` is once, and one that fails disturbs nobody', async () => {
  const { listeners, lines } = (staged = await stage(service));
  const heard: string[] = [];
  listeners.add('ticket.opened', ({ id }) => heard.push(`opened ${id}`), false);
  listeners.add('ticket.opened', ({ id }) => heard.push(`once ${id}`), true);
  listeners.add('*', ({ id }) => heard.push(`all ${id}`), false);
  listeners.add('ticket.closed', () => Promise.reject(new Error('a bug of the bot’s')), false);
  await until('it is open', () => streams.length === 1);
  streams[0]?.write(event('1') + event('2', 'ticket.closed') + event('3'));
  await until('all were heard', () => heard.length === 6);
  assert.deepEqual(heard, ['opened 1', 'once 1', 'all 1', 'all 2', 'opened 3', 'all 3']);
  assert.ok(lines.some(({ level, line }) => level === 'error' && line.includes('a bug of the bot’s')));
});

test('a feed that ends, falls silent or is refused is opened again where it was', async () => {
  const heard: TicketEvent[] = [];
  const client = new ServiceClient(new URL(service.url), KEY);
  const log = makeLog(() => undefined);
  const pauses = { leastMs: 20, mostMs: 40 };
  const feed = new TicketFeed(client, APPLICATION, (one) => heard.push(one), log, 150, pauses);
  feed.start();
  await until('it is open', () => streams.length === 1);
  streams[0]?.end(event('7'));
  await until('it is open again', () => streams.length === 2);
  assert.equal(service.got('GET events')[1]?.headers['last-event-id'], '7');
  await until('silence ended it', () => streams.length === 3);
  streams[2]?.write('data: {nonsense\n\n');
  await until('nonsense ended it', () => streams.length === 4);
  service.on('GET events', status(503));
  streams[3]?.end();
  await until('it goes on trying', () => service.got('GET events').length >= 6);
  feed.stop();
  const before = service.got('GET events').length;
  await sleep(100);
  assert.equal(service.got('GET events').length, before);
  assert.equal(heard.length, 1);
});

test('events are read whole, in whatever pieces they come', () => {
  const text = `: keep-alive\r\n\r\n${event('1')}data: a\rdata:b\n\n\nid: 9\n\n`;
  for (const size of [1, 2, 7, text.length]) {
    const parser = new SseParser();
    const events = [];
    for (let at = 0; at < text.length; at += size) events.push(...parser.push(text.slice(at, at + size)));
    assert.equal(events.length, 2, `pieces of ${size}`);
    assert.deepEqual(events[0]?.event, 'ticket.opened');
    assert.deepEqual(events[1], { event: 'message', data: 'a\nb', id: '1' });
  }
});
