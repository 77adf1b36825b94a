// The files that Robo.js calls: lifecycle, middleware and commands.
import assert from 'node:assert/strict';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import addToTicket, { config as menu } from '../src/context/user/Add to ticket.js';
import start from '../src/events/_start.js';
import stop from '../src/events/_stop.js';
import { tickit } from '../src/index.js';
import middleware from '../src/middleware/tickit.js';
import { FakeClient, press, stage, until, type Stage } from './bot.js';
import { APPLICATION, KEY, StandIn, TOKEN } from './stand_in.js';

const VARIABLES = ['TICKIT_URL', 'TICKIT_KEY', 'TICKIT_MODE', 'DISCORD_TOKEN', 'DISCORD_CLIENT_ID', 'TICKIT_DEBUG'];
const button = { type: 3, customId: 'tickit:2:open:1', channelId: '7' };
const handler = { type: 'event', key: 'interactionCreate' };

let service: StandIn;
let staged: Stage | undefined;
let said: string[];
const consoles = { info: console.info, warn: console.warn, error: console.error };

// A bot's folder is not this package's, whose manifest has Tickit's commands as its own.
const here = process.cwd();
before(() => process.chdir(mkdtempSync(join(tmpdir(), 'tickit-bot-'))));
after(() => process.chdir(here));

beforeEach(async () => {
  service = await StandIn.start();
  for (const name of VARIABLES) delete process.env[name];
  Object.assign(process.env, { TICKIT_URL: service.url, TICKIT_KEY: KEY, DISCORD_TOKEN: TOKEN });
  said = [];
  for (const level of ['info', 'warn', 'error'] as const) console[level] = (line: string) => void said.push(line);
});

afterEach(async () => {
  Object.assign(console, consoles);
  await stop();
  await staged?.plugin.stop();
  staged = undefined;
  await service.down();
});

test('from start to stop: registered, hosted interactions kept from the bot’s handlers, all others not', async () => {
  start(new FakeClient(), { deadlineMs: 1_000 });
  await until('registered', () => tickit.state().service === 'ready');
  assert.deepEqual(tickit.state(), { mode: 'forward', service: 'ready', reason: null, advice: null });
  const asked = (payload: unknown, record: object = handler): unknown => middleware({ payload: [payload], record });
  assert.deepEqual(asked(button), { abort: true });
  assert.deepEqual(asked({ type: 2, commandName: 'ticket', commandType: 1 }, { type: 'command' }), { abort: true });
  assert.equal(asked({ type: 3, customId: 'own' }), undefined);
  assert.equal(asked(button, { type: 'event', key: 'messageCreate' }), undefined);
  assert.equal(asked(button, { ...handler, plugin: { name: '@tickit/robojs' } }), undefined);
  await stop();
  assert.equal(asked(button), undefined);
  assert.equal(tickit.state().mode, 'off');
});

test('the middleware bears whatever it is asked', () => {
  for (const nonsense of [undefined, {}, { payload: [] }, { payload: [null], record: {} }, { payload: 5 }]) {
    assert.equal(middleware(nonsense as never), undefined);
  }
});

test('without a variable there is one line that names it, and the bot is not touched', () => {
  delete process.env['TICKIT_KEY'];
  const client = new FakeClient();
  start(client, undefined);
  assert.equal(said.length, 1);
  assert.match(said[0] ?? '', /^\[tickit\] TICKIT_KEY is missing/);
  assert.equal(client.ws.eventNames().length, 0);
  assert.equal(middleware({ payload: [button], record: handler }), undefined);
});

test('nothing that Robo.js may hand over makes the start fail', async () => {
  for (const client of [undefined, null, {}, { ws: {} }, 5]) start(client, 'nonsense');
  Object.defineProperty(process.env, 'TICKIT_URL', {
    value: service.url,
    writable: true,
    configurable: true,
    enumerable: true,
  });
  start(undefined, { mode: 'delegate' });
  await until('a bot without a client is registered', () => service.got('PUT bot').length > 0);
});

test('the end of the bot leaves none of the plugin’s listeners', async () => {
  const client = new FakeClient();
  start(client, {});
  assert.ok(client.ws.listenerCount('INTERACTION_CREATE') === 1);
  await stop();
  assert.equal(client.ws.eventNames().length, 0);
});

test('hosted interactions are kept from becoming objects of discord.js', async () => {
  const { client, plugin } = (staged = await stage(service));
  client.dispatch('INTERACTION_CREATE', press());
  client.dispatch('INTERACTION_CREATE', press('own'));
  assert.equal(client.handled.length, 1);
  await plugin.stop();
  client.dispatch('INTERACTION_CREATE', press());
  assert.equal(client.handled.length, 2);
});

test('without `strict`, discord.js is as it was', async () => {
  const { client } = (staged = await stage(service, { options: { strict: false } }));
  client.dispatch('INTERACTION_CREATE', press());
  assert.equal(client.handled.length, 1);
});

test('the owner is told where discord.js is not as it was', async () => {
  const client = new FakeClient();
  Object.assign(client, { actions: {} });
  staged = await stage(service, { client });
  assert.ok(staged.warnings().some((line) => line.includes('own listeners hear')));
});

test('a command answers nothing where Tickit does, and says that tickets are off where nobody would', async () => {
  const replies: unknown[] = [];
  const reply = (message: unknown): Promise<void> => {
    replies.push(message);
    return Promise.reject(new Error('Interaction has already been acknowledged.'));
  };
  const interaction = { type: 2, commandName: 'Add to ticket', commandType: 2, locale: 'de', reply };
  start(new FakeClient(), {});
  assert.equal(addToTicket(interaction), undefined);
  assert.equal(replies.length, 0);
  await stop();
  process.env['TICKIT_MODE'] = 'off';
  start(new FakeClient(), {});
  assert.equal(addToTicket(interaction), undefined);
  assert.deepEqual(replies, [{ content: 'Tickets sind bei diesem Bot ausgeschaltet.', flags: 64 }]);
  assert.equal(addToTicket(undefined), undefined);
  assert.deepEqual(menu.contexts, ['Guild']);
});

test('a bot whose id is nowhere to be read is told which variable says it', () => {
  process.env['DISCORD_TOKEN'] = 'no-token';
  start(new FakeClient(), {});
  assert.match(said[0] ?? '', /DISCORD_CLIENT_ID is missing/);
  process.env['DISCORD_CLIENT_ID'] = APPLICATION;
  start(new FakeClient(), {});
  assert.equal(said.length, 1);
});
