// Interactions on their way to the service, and what members read when they do not get there.
import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { discordError, interaction, press, slash, stage, until, type Stage, type Wishes } from './bot.js';
import { after, APPLICATION, bot, hang, json, KEY, problem, StandIn, status, TOKEN } from './stand_in.js';

let service: StandIn;
const stages: Stage[] = [];

async function started(wishes: Wishes = {}): Promise<Stage> {
  const made = await stage(service, wishes);
  stages.push(made);
  return made;
}

beforeEach(async () => {
  service = await StandIn.start();
});

afterEach(async () => {
  for (const { plugin } of stages.splice(0)) await plugin.stop();
  await service.down();
});

test('an interaction reaches the service byte for byte, with key, protocol, shard and age', async () => {
  const { client } = await started();
  const payload = press('tickit:2:open:1');
  const sent = JSON.stringify(payload);
  client.dispatch('INTERACTION_CREATE', payload);
  payload['data'] = 'changed by discord.js afterwards';
  await until('it came', () => service.got('POST interactions').length === 1);
  const [got] = service.got('POST interactions');
  assert.equal(got?.body, sent);
  assert.equal(got.path, `/api/bots/${APPLICATION}/interactions`);
  assert.equal(got.headers.authorization, `Bearer ${KEY}`);
  assert.equal(got.headers['x-tickit-protocol'], '1');
  assert.equal(got.headers['x-tickit-shard'], '0/1');
  assert.equal(got.headers['x-tickit-answer'], 'token');
  assert.match(String(got.headers['x-tickit-age']), /^\d+$/);
  assert.match(String(got.headers['user-agent']), /^@tickit\/robojs\/\d/);
  assert.equal(client.callbacks.length, 0);
});

test('what the service hands back as an answer is given to Discord once', async () => {
  service.on('POST interactions', json(200, { type: 9, data: { title: 'Support' } }));
  const { client } = await started();
  const payload = press();
  client.dispatch('INTERACTION_CREATE', payload);
  await until('it was answered', () => client.callbacks.length === 1);
  assert.deepEqual(client.callbacks[0]?.body, { type: 9, data: { title: 'Support' } });
});

test('an answer that Discord does not take is followed by the fallback', async () => {
  service.on('POST interactions', json(200, { type: 4, data: {} }));
  const { client, warnings } = await started();
  client.refusals.push(discordError(50006, 400, 'https://discord.com'));
  client.dispatch('INTERACTION_CREATE', press());
  await until('it was answered', () => client.callbacks.length === 1);
  assert.match(client.callbacks[0]?.body.data?.content ?? '', /may still happen/);
  assert.equal(warnings().length, 1);
});

test('what is under way when the bot ends is waited for, and left to the service after that', async () => {
  service.on('POST interactions', after(300, status(202)));
  const first = await started();
  first.client.dispatch('INTERACTION_CREATE', press());
  await until('it came', () => service.got('POST interactions').length === 1);
  const began = performance.now();
  await first.plugin.stop();
  assert.ok(performance.now() - began >= 200);
  service.on('POST interactions', hang);
  const second = await started();
  second.client.dispatch('INTERACTION_CREATE', press());
  await until('it came', () => service.got('POST interactions').length === 2);
  await second.plugin.stop();
  await sleep(100);
  assert.equal(first.client.callbacks.length + second.client.callbacks.length, 0);
});

test("the bot's own interactions do not leave it", async () => {
  const { client } = await started();
  client.dispatch('INTERACTION_CREATE', press('own-button'));
  client.dispatch('INTERACTION_CREATE', slash('ping'));
  client.dispatch('INTERACTION_CREATE', null);
  client.dispatch('INTERACTION_CREATE', { type: 1 });
  client.dispatch('INTERACTION_CREATE', press());
  await until('Tickit’s came', () => service.got('POST interactions').length === 1);
  await sleep(50);
  assert.equal(service.got('POST interactions').length, 1);
});

test('a service that is down is said to be in the member’s language, at once and to them alone', async () => {
  const { client, warnings } = await started();
  await until('registered', () => service.got('PUT bot').length === 1);
  await service.down();
  const began = performance.now();
  client.dispatch('INTERACTION_CREATE', press('tickit:2:open:1', { locale: 'de' }));
  client.dispatch('INTERACTION_CREATE', press('tickit:2:open:1', { locale: 'pt-BR' }));
  await until('both were answered', () => client.callbacks.length === 2);
  assert.ok(performance.now() - began < 1_500);
  const texts = client.callbacks.map(({ body }) => body.data?.content ?? '');
  assert.match(texts.find((text) => text.includes('verfügbar')) ?? '', /nichts wurde geändert/);
  assert.match(texts.find((text) => text.includes('disponíveis')) ?? '', /nada foi alterado/);
  assert.ok(client.callbacks.every(({ body }) => body.type === 4 && body.data?.flags === 64));
  await until('the owner knows', () => warnings().length > 0);
  await sleep(200);
  assert.equal(warnings().length, 1);
  assert.match(warnings()[0] ?? '', /cannot be reached \(ECONNREFUSED\)/);
});

test('a service that hangs is given up at the deadline, with words that do not promise that nothing happened', async () => {
  service.on('POST interactions', hang);
  const { client, warnings } = await started({ options: { deadlineMs: 600 } });
  const began = performance.now();
  client.dispatch('INTERACTION_CREATE', press());
  await until('it was answered', () => client.callbacks.length === 1);
  const took = (client.callbacks[0]?.atMs ?? 0) - began;
  assert.ok(took >= 590 && took < 1_500, `${took} ms`);
  assert.match(client.callbacks[0]?.body.data?.content ?? '', /may still happen/);
  assert.deepEqual(warnings(), [
    `Tickit (${service.url}) does not answer in time. Members are told so until it works; the bot runs on.`,
  ]);
});

test('a service that takes 1.5 seconds is waited for', async () => {
  service.on('POST interactions', after(1_500, status(202)));
  const { client } = await started();
  client.dispatch('INTERACTION_CREATE', press());
  await sleep(1_800);
  assert.equal(service.got('POST interactions').length, 1);
  assert.equal(client.callbacks.length, 0);
});

test('a kept connection that the service has ended meanwhile costs nothing', async () => {
  const { client } = await started();
  client.dispatch('INTERACTION_CREATE', press());
  await until('the first came', () => service.got('POST interactions').length === 1);
  await sleep(50);
  await service.down();
  await service.up();
  client.dispatch('INTERACTION_CREATE', press());
  await until('the second came', () => service.got('POST interactions').length === 2);
  await sleep(50);
  assert.equal(client.callbacks.length, 0);
});

test('a connection that breaks off before the answer is not tried again', async () => {
  service.on('POST interactions', (_, response) => void response.destroy());
  const { client } = await started();
  client.dispatch('INTERACTION_CREATE', press());
  await until('it was answered', () => client.callbacks.length === 1);
  assert.match(client.callbacks[0]?.body.data?.content ?? '', /may still happen/);
});

for (const [name, answer, words] of [
  ['429', problem(429, 'too_many_requests', 'slow down', { 'retry-after': '1' }), /nothing was changed/],
  ['401', problem(401, 'unauthenticated', 'the key was revoked'), /nothing was changed/],
  ['400', problem(400, 'protocol_too_old', 'update the plugin'), /nothing was changed/],
  ['a proxy’s 502', status(502), /may still happen/],
  ['503 timeout', problem(503, 'timeout', 'the desk took too long'), /may still happen/],
  ['a redirect', status(302), /nothing was changed/],
  ['a page of some other server', json(200, ['hello']), /may still happen/],
  ['an empty success', status(204), /may still happen/],
] as const) {
  test(`after ${name} a member reads an honest text, and the owner one line, however many there are`, async () => {
    service.on('POST interactions', answer);
    const { client, warnings } = await started();
    for (const count of [1, 2, 3]) {
      client.dispatch('INTERACTION_CREATE', slash());
      await until('it was answered', () => client.callbacks.length === count);
    }
    assert.match(client.callbacks[0]?.body.data?.content ?? '', words);
    assert.equal(warnings().length, 1);
  });
}

test('an interaction that somebody has taken is left alone', async () => {
  service.on('POST interactions', problem(409, 'interaction_taken', 'somebody has it'));
  const { client } = await started();
  client.dispatch('INTERACTION_CREATE', press());
  await until('it came', () => service.got('POST interactions').length === 1);
  await sleep(100);
  assert.equal(client.callbacks.length, 0);
});

test('an autocompletion gets no choices where the service is away', async () => {
  service.on('POST interactions', status(500));
  const { client } = await started();
  client.dispatch('INTERACTION_CREATE', interaction(4, { type: 1, name: 'ticket', options: [] }));
  await until('it was answered', () => client.callbacks.length === 1);
  assert.deepEqual(client.callbacks[0]?.body, { type: 8, data: { choices: [] } });
});

test('that somebody answered before the fallback is nobody’s trouble, anything else is one line without the token', async () => {
  service.on('POST interactions', status(500));
  const { client, warnings } = await started();
  const first = press();
  const url = `https://discord.com/api/v10/interactions/${first.id}/${first.token}/callback`;
  client.refusals.push(discordError(40060, 400, url), discordError(10062, 404, url), discordError(50035, 400, url));
  for (const payload of [first, press(), press()]) {
    client.dispatch('INTERACTION_CREATE', payload);
    await until('it was refused', () => client.refusals.length < 3);
    await sleep(50);
  }
  const refused = warnings().filter((line) => line.includes('did not take'));
  assert.equal(refused.length, 1);
  assert.match(refused[0] ?? '', /did not take the answer to interaction \d+ \(50035, 400\)/);
  assert.ok(!refused[0]?.includes('interaction-token'));
});

test('no secret is in any line, at debug level, whatever goes wrong', async () => {
  service.on('PUT bot', problem(401, 'unauthenticated', `no such key: ${KEY}, token ${TOKEN}`));
  service.on('POST interactions', problem(403, 'forbidden', `not with ${KEY}`));
  const { client, lines } = await started();
  client.dispatch('INTERACTION_CREATE', press());
  await until('it was answered', () => client.callbacks.length === 1);
  await until('the owner was told', () => lines.some(({ level }) => level === 'warn'));
  await service.down();
  client.dispatch('INTERACTION_CREATE', press());
  await until('it was answered', () => client.callbacks.length === 2);
  const all = lines.map(({ line }) => line).join('\n');
  assert.ok(lines.some(({ level }) => level === 'debug'));
  for (const secret of [KEY, TOKEN, 'interaction-token']) assert.ok(!all.includes(secret), secret);
});

test('a burst of 500 is forwarded whole and answered once each', async () => {
  service.on('POST interactions', (_, response) => void response.writeHead(202).end());
  const { client } = await started();
  const payloads = Array.from({ length: 500 }, () => press());
  for (const payload of payloads) client.dispatch('INTERACTION_CREATE', payload);
  await until('all came', () => service.got('POST interactions').length === 500);
  await sleep(50);
  assert.equal(client.callbacks.length, 0);
  const ids = service.got('POST interactions').map(({ body }) => (JSON.parse(body) as { id: string }).id);
  assert.equal(new Set(ids).size, 500);
});

function delegated(state: 'connecting' | 'ready'): void {
  service.on('PUT bot', json(200, bot({ mode: 'delegate', state })));
  service.on('GET bot', json(200, bot({ mode: 'delegate', state })));
}

test('a delegated bot forwards at once while the service has no session of its own', async () => {
  delegated('connecting');
  const { client, plugin } = await started({ options: { mode: 'delegate' } });
  await until('registered', () => plugin.state === 'connecting');
  const began = performance.now();
  client.dispatch('INTERACTION_CREATE', press());
  await until('it was forwarded', () => service.got('POST interactions').length === 1);
  assert.ok(performance.now() - began < 500);
});

test('a delegated bot asks a second later whether the service’s session has it, and leaves it alone then', async () => {
  delegated('ready');
  service.on('POST interactions', problem(409, 'interaction_taken', 'the session has it'));
  const { client, plugin } = await started({ options: { mode: 'delegate' } });
  await until('ready', () => plugin.state === 'ready');
  client.dispatch('INTERACTION_CREATE', press());
  await sleep(500);
  assert.equal(service.got('POST interactions').length, 0);
  await until('it was asked', () => service.got('POST interactions').length === 1);
  await sleep(100);
  assert.equal(client.callbacks.length, 0);
});

test('members of a delegated bot read in time that the service is down, though it was ready a moment ago', async () => {
  delegated('ready');
  const { client, plugin } = await started({ options: { mode: 'delegate' } });
  await until('ready', () => plugin.state === 'ready');
  await service.down();
  const began = performance.now();
  client.dispatch('INTERACTION_CREATE', press());
  await until('the member was told', () => client.callbacks.length === 1);
  assert.ok(performance.now() - began < 2_000);
  // A session that resumes hears of it all the same.
  assert.match(client.callbacks[0]?.body.data?.content ?? '', /may still happen/);
});
