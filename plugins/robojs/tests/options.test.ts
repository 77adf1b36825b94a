// What the owner chose, and the one line that they read where it does not do.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { applicationOf } from '../src/core/host.js';
import { readSettings, type Settings } from '../src/core/options.js';
import { APPLICATION, KEY, TOKEN } from './stand_in.js';

const ENV = { TICKIT_URL: 'https://tickets.example.org', TICKIT_KEY: KEY };

function line(options: unknown, env: Record<string, string>): string {
  const settings = readSettings(options, env);
  assert.ok('off' in settings);
  return settings.off;
}

function settings(options: unknown, env: Record<string, string> = ENV): Settings {
  const read = readSettings(options, env);
  assert.ok(!('off' in read), JSON.stringify(read));
  return read;
}

test('a missing variable is named', () => {
  assert.match(line({}, { TICKIT_KEY: KEY }), /^TICKIT_URL is missing/);
  assert.match(line({}, { TICKIT_URL: ENV.TICKIT_URL, TICKIT_KEY: ' ' }), /^TICKIT_KEY is missing/);
  assert.match(line(undefined, {}), /Tickit stays off; the bot runs without it\.$/);
});

test('a key travels over https alone, but on this machine', () => {
  assert.match(line({}, { ...ENV, TICKIT_URL: 'http://tickets.example.org' }), /has to begin with https:\/\//);
  assert.match(line({}, { ...ENV, TICKIT_URL: 'http://127.0.0.1.example.org' }), /in clear/);
  for (const url of ['http://127.0.0.1:8080', 'http://localhost:8080', 'http://[::1]:8080/tickit']) {
    assert.ok(settings({}, { ...ENV, TICKIT_URL: url }).url.pathname.endsWith('/'));
  }
});

test('an address with a password, a question mark or nonsense in it is refused, and not repeated', () => {
  for (const url of [
    'https://a:secret-password@b.example',
    'https://b.example/?key=secret-password',
    'secret-password',
  ]) {
    const said = line({}, { ...ENV, TICKIT_URL: url });
    assert.match(said, /^TICKIT_URL /);
    assert.ok(!said.includes('secret-password'));
  }
});

test('the environment comes before the options, and the key is no option', () => {
  const read = settings({ url: 'https://other.example', mode: 'endpoint' }, { ...ENV, TICKIT_MODE: 'delegate' });
  assert.equal(read.url.href, 'https://tickets.example.org/');
  assert.equal(read.mode, 'delegate');
  assert.match(line({ key: KEY }, { TICKIT_URL: ENV.TICKIT_URL }), /^TICKIT_KEY is missing/);
});

test('an option of the wrong kind is named', () => {
  for (const [name, value] of Object.entries({
    commands: 'ticket',
    panels: 'none',
    fallbackMessage: 5,
    strict: 'yes',
    deadlineMs: '2s',
    endpointExclusive: 1,
  })) {
    assert.match(line({ [name]: value }, ENV), new RegExp(`\`${name}\``));
  }
  assert.match(line({ mode: 'proxy' }, ENV), /^The mode/);
  assert.deepEqual(readSettings({ mode: 'off' }, {}), { off: 'Tickit is switched off (mode off).', asked: true });
});

test('the deadline leaves Discord its share of the three seconds', () => {
  assert.equal(settings({}).deadlineMs, 2_000);
  assert.equal(settings({ deadlineMs: 10_000 }).deadlineMs, 2_800);
  assert.equal(settings({ deadlineMs: 1 }).deadlineMs, 500);
});

test('the application is known by its id or by the token', () => {
  assert.equal(applicationOf(TOKEN, undefined), APPLICATION);
  assert.equal(applicationOf(undefined, APPLICATION), APPLICATION);
  assert.equal(applicationOf('nonsense', 'nonsense'), undefined);
  assert.equal(applicationOf(undefined, undefined), undefined);
});
