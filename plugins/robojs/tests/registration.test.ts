// How the plugin registers the bot and keeps an eye on the service, and what the owner reads of it.
import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Registration } from '../src/core/protocol.js';
import { press, QUICK, slash, stage, until, type Stage, type Wishes } from './bot.js';
import { after, bot, json, problem, StandIn, status, TOKEN } from './stand_in.js';
import { DEFAULT_COMMANDS } from '../src/core/match.js';

let service: StandIn;
const stages: Stage[] = [];

async function started(wishes: Wishes = {}): Promise<Stage> {
  const made = await stage(service, { bounds: QUICK, ...wishes });
  stages.push(made);
  return made;
}

const registrations = (): Registration[] => service.got('PUT bot').map(({ body }) => JSON.parse(body) as Registration);

beforeEach(async () => {
  service = await StandIn.start();
});

afterEach(async () => {
  for (const { plugin } of stages.splice(0)) await plugin.stop();
  await service.down();
});

test('a registration has the mode, the token, the versions and the shard, and says that the bot identifies', async () => {
  await started();
  await until('registered', () => registrations().length === 1);
  const [body] = registrations();
  assert.equal(body?.mode, 'forward');
  assert.equal(body.token, TOKEN);
  assert.deepEqual(body.shard, { index: 0, total: 1 });
  assert.equal(body.identifies, true);
  assert.equal(body.commands, undefined);
  assert.equal(body.versions?.['discord.js'], '14.28.1');
  assert.equal(body.versions?.['robo.js'], '0.10.32');
  assert.equal(body.versions?.['node'], process.versions.node);
});

test('the service hears when the bot’s own session is ready, also when that was before it knew the bot', async () => {
  service.on('PUT bot', after(100, json(200, bot())));
  const { client } = await started();
  client.dispatch('READY', { user: {} });
  await sleep(20);
  assert.equal(service.got('POST ready').length, 0);
  await until('it heard', () => service.got('POST ready').length === 1);
  assert.equal(service.got('POST ready')[0]?.headers['x-tickit-shard'], '0/1');
});

test('a bot that has its session already does not say that it is about to identify', async () => {
  service.on('PUT bot', status(503));
  const { client } = await started();
  await until('refused', () => registrations().length >= 1);
  client.dispatch('READY', {});
  await sleep(100);
  assert.equal(registrations().at(-1)?.identifies, undefined);
});

test('starting waits for nothing, and a service that comes later is found', async () => {
  await service.down();
  const began = performance.now();
  const { plugin, warnings } = await started();
  assert.ok(performance.now() - began < 500);
  await until('the owner knows', () => warnings().length === 1);
  await sleep(200);
  assert.equal(warnings().length, 1);
  await service.up();
  await until('registered', () => plugin.state === 'ready');
});

test('an interaction that is not answered has the plugin look at once, and the owner hears when all is well again', async () => {
  const { plugin, client, lines } = await started({ bounds: { ...QUICK, heartbeatMs: 60_000 } });
  await until('registered', () => plugin.state === 'ready');
  await service.down();
  client.dispatch('INTERACTION_CREATE', press());
  await until('looked', () => plugin.state === 'unknown');
  await service.up();
  await until('well again', () => plugin.state === 'ready');
  const told = lines.filter(({ level }) => level !== 'debug').map(({ line }) => line);
  assert.deepEqual(
    told.map((line) => /registered|cannot be reached/.exec(line)?.[0]),
    ['registered', 'cannot be reached', 'registered'],
  );
});

test('a service that restarts is registered with anew where it has forgotten the bot', async () => {
  const { plugin } = await started();
  await until('registered', () => plugin.state === 'ready');
  service.on('GET bot', problem(404, 'no_such_bot', 'not registered'));
  await until('registered again', () => registrations().length === 2);
  service.on('GET bot', json(200, bot()));
  await until('ready', () => plugin.state === 'ready');
});

test('each state, advice and notice is one line, however often it is said', async () => {
  const degraded = bot({ state: 'degraded', reason: 'token_revoked', advice: 'Set a new DISCORD_TOKEN.' });
  const notices = [{ code: 'message_content_off', text: 'Message Content Intent is off.' }];
  const { plugin, lines } = await started();
  await until('looked at', () => service.got('GET bot').length > 3);
  service.on('GET bot', json(200, { ...degraded, notices }));
  await until('degraded', () => plugin.state === 'degraded');
  const looks = service.got('GET bot').length;
  await until('looked at', () => service.got('GET bot').length > looks + 3);
  const told = lines.filter(({ level }) => level !== 'debug').map(({ line }) => line);
  assert.equal(told.length, 3);
  assert.match(told[0] ?? '', /Acme Helper is registered with Tickit, mode forward: ready\./);
  assert.match(told[1] ?? '', /degraded \(token_revoked\)\. Set a new DISCORD_TOKEN\./);
  assert.equal(told[2], 'Message Content Intent is off.');
});

for (const [what, answer, line] of [
  ['a revoked key', problem(401, 'unauthenticated', 'This key was revoked.'), /does not take TICKIT_KEY: This key was/],
  ['a plugin that is too old', problem(400, 'protocol_too_old', 'Update.'), /@tickit\/robojs is too old.*update it/],
  [
    'a service that is too old',
    problem(400, 'protocol_too_new', 'Update.'),
    /too old for this @tickit.*update the ser/,
  ],
  [
    'a token that Discord refused',
    problem(422, 'token_refused', 'Discord refuses it'),
    /refused: Discord refuses it\./,
  ],
  ['something that is no Tickit', json(200, { hello: 'world' }), /no Tickit: is TICKIT_URL right\?/],
  ['too many requests', problem(429, 'too_many_requests', 'Later.', { 'retry-after': '1' }), /refused: Later\./],
] as const) {
  test(`${what} is one line, and the bot runs on`, async () => {
    service.on('PUT bot', answer);
    const { warnings, client } = await started();
    await until('the owner knows', () => warnings().length > 0);
    await sleep(150);
    assert.equal(warnings().length, 1);
    assert.match(warnings()[0] ?? '', line);
    client.dispatch('INTERACTION_CREATE', slash('ping'));
    assert.equal(client.handled.length, 1);
  });
}

test('`Retry-After` is minded', async () => {
  service.on('PUT bot', problem(503, 'store_unavailable', 'Later.', { 'retry-after': '1' }));
  await started();
  await until('refused', () => registrations().length === 1);
  await sleep(600);
  assert.equal(registrations().length, 1);
  await until('tried again', () => registrations().length === 2);
});

test('the service has the last word on the mode, with one line', async () => {
  service.on('PUT bot', json(200, bot({ mode: 'delegate' })));
  service.on('GET bot', json(200, bot({ mode: 'delegate' })));
  const { plugin, warnings, client } = await started();
  await until('followed', () => plugin.mode === 'delegate');
  client.dispatch('INTERACTION_CREATE', press());
  client.dispatch('MESSAGE_CREATE', { id: '1', guild_id: '2', channel_id: '3' });
  await sleep(400);
  assert.deepEqual(warnings(), ['Tickit runs this bot in mode delegate, not forward: the plugin follows.']);
  assert.equal(service.got('POST interactions').length + service.got('POST events').length, 0);
});

test('mode endpoint is refused for a bot with commands of its own, unless it insists', async () => {
  const own = ['ping', 'Report'];
  const { warnings } = await started({ options: { mode: 'endpoint' }, own });
  await until('registered', () => registrations().length === 1);
  assert.equal(registrations()[0]?.mode, 'forward');
  assert.match(warnings()[0] ?? '', /commands of its own \(ping, Report\): Tickit uses mode forward/);
  await started({ options: { mode: 'endpoint', endpointExclusive: true }, own });
  await started({ options: { mode: 'endpoint' } });
  await until('registered', () => registrations().length === 3);
  assert.deepEqual(
    registrations().map(({ mode }) => mode),
    ['forward', 'endpoint', 'endpoint'],
  );
});

test('a command of the bot’s own that is called as Tickit’s stays the bot’s', async () => {
  const { warnings, client, plugin } = await started({ own: ['ticket', 'ping'] });
  await until('registered', () => plugin.state === 'ready');
  const others = DEFAULT_COMMANDS.map(({ name }) => name).filter((name) => name !== 'ticket');
  assert.deepEqual(registrations()[0]?.commands, others);
  assert.deepEqual(warnings(), ['The bot has commands of its own called ticket: Tickit leaves them alone.']);
  client.dispatch('INTERACTION_CREATE', slash('ticket'));
  client.dispatch('INTERACTION_CREATE', slash('panel'));
  await until('the other came', () => service.got('POST interactions').length === 1);
  assert.match(service.got('POST interactions')[0]?.body ?? '', /"name":"panel"/);
});

test('the end of the bot is quick, leaves the registration, and nothing is sent afterwards', async () => {
  const { plugin, client } = await started();
  await until('registered', () => plugin.state === 'ready');
  const began = performance.now();
  await plugin.stop();
  assert.ok(performance.now() - began < 1_000);
  const before = service.received.length;
  client.dispatch('INTERACTION_CREATE', press());
  await sleep(100);
  assert.equal(service.received.length, before);
  assert.equal(service.got('DELETE bot').length, 0);
});

test('a service that answers nothing of use does not disturb the bot', async () => {
  service.on('PUT bot', (_, response) => void response.writeHead(200).end('{"id":'));
  service.on('GET bot', status(200));
  const { client } = await started();
  await until('asked twice', () => registrations().length >= 2);
  client.dispatch('INTERACTION_CREATE', press('own'));
  assert.equal(client.handled.length, 1);
});
