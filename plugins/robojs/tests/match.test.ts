// Which interactions are Tickit's.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { subjectOfInteraction, subjectOfPayload, Taken } from '../src/core/match.js';
import { isTickitInteraction } from '../src/index.js';
import { interaction, press, slash } from './bot.js';
import { bot } from './stand_in.js';

const all = (): Taken => new Taken({ commands: undefined, panels: 'all' }, new Set());
const takes = (taken: Taken, payload: unknown): boolean => {
  const subject = subjectOfPayload(payload);
  return subject !== undefined && taken.has(subject);
};
const menu = (name: string): unknown => interaction(2, { type: 2, name, target_id: '1' });

test('before the service has answered, Tickit’s are its commands and its prefix', () => {
  for (const name of ['ticket', 'tickets', 'panel', 'type', 'setup']) assert.ok(takes(all(), slash(name)), name);
  assert.ok(takes(all(), menu('Add to ticket')));
  assert.ok(takes(all(), interaction(4, { type: 1, name: 'ticket' })));
  assert.ok(takes(all(), press('tickit:2:close:42')));
  assert.ok(takes(all(), interaction(5, { custom_id: 'tickit:2:close:42', components: [] })));
});

test('others’ are not, however alike', () => {
  assert.ok(!takes(all(), slash('tickets-of-mine')));
  assert.ok(!takes(all(), menu('ticket')));
  assert.ok(!takes(all(), interaction(2, { type: 1, name: 'Add to ticket' })));
  assert.ok(!takes(all(), press('tickit2:close')));
  assert.ok(!takes(all(), press('my-tickit:1')));
  assert.ok(!takes(all(), press('')));
});

test('nonsense is nobody’s', () => {
  for (const payload of [
    undefined,
    null,
    1,
    'x',
    [],
    {},
    { type: '3' },
    { type: 3 },
    { type: 3, data: null },
    { type: 99 },
  ]) {
    assert.ok(!takes(all(), payload), JSON.stringify(payload));
  }
});

test('the service says what is Tickit’s', () => {
  const taken = all();
  taken.follow(bot({ commands: [{ name: 'help-desk', type: 1 }], prefixes: ['tickit:', 'desk:', ''] }));
  assert.ok(takes(taken, slash('help-desk')));
  assert.ok(!takes(taken, slash('ticket')));
  assert.ok(takes(taken, press('desk:1')));
  assert.ok(!takes(taken, press('other')));
});

test('the owner chooses which commands are taken, whatever the service says', () => {
  const taken = new Taken({ commands: ['ticket'], panels: 'all' }, new Set());
  assert.deepEqual(taken.names, ['ticket']);
  taken.follow(bot());
  assert.ok(takes(taken, slash('ticket')));
  assert.ok(!takes(taken, slash('panel')));
});

test('the owner chooses in which channels panels open tickets; buttons in tickets work everywhere', () => {
  const taken = new Taken({ commands: undefined, panels: new Set(['7']) }, new Set());
  assert.ok(takes(taken, press('tickit:2:open:1', { channel_id: '7' })));
  assert.ok(!takes(taken, press('tickit:2:open:1', { channel_id: '8' })));
  assert.ok(!takes(taken, press('tickit:2:open:1', { channel_id: undefined })));
  assert.ok(takes(taken, press('tickit:2:close:1', { channel_id: '8' })));
});

test('an object of discord.js is known as its payload is', () => {
  const button = { type: 3, customId: 'tickit:2:open:1', channelId: '7' };
  assert.deepEqual(subjectOfInteraction(button), { type: 3, customId: 'tickit:2:open:1', channel: '7' });
  assert.ok(isTickitInteraction(button));
  assert.ok(isTickitInteraction(press()));
  assert.ok(isTickitInteraction({ type: 2, commandName: 'ticket', commandType: 1 }));
  assert.ok(!isTickitInteraction({ type: 2, commandName: 'ping', commandType: 1 }));
  assert.ok(!isTickitInteraction(undefined));
});
