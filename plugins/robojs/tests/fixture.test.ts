// The fixture bot's own command that works on tickets, with the package as users get it.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { KEY, StandIn, TOKEN } from './stand_in.js';
import { ALICE, GUILD, OTHER_KEY, StandInTickets } from './stand_in_tickets.js';

const fixture = fileURLToPath(new URL('../../tests/fixture', import.meta.url));
const built = './node_modules/@tickit/robojs/.robo/build';
const skip = existsSync(join(fixture, built)) ? false : 'not packed yet: npm run pack:fixture';

/** What Robo.js does at the start of the bot, for each command, and at the end. */
const ROBO = `
  import start from '${built}/events/_start.js';
  import stop from '${built}/events/_stop.js';
  import refund from './src/commands/refund.js';
  const options = { getString: () => '4711' };
  const of = (id) => ({ id, guildId: '${GUILD}', user: { id: '${ALICE}' }, locale: 'de', options });
  const early = await refund(of('1'));
  start(undefined, { mode: process.env.FIXTURE_MODE });
  const answers = [early, await refund(of('2')), await refund(of('2')), await refund(of('3'))];
  await stop();
  process.stdout.write('\\n' + JSON.stringify(answers));
`;

let service: StandIn;
let kept: StandInTickets;

beforeEach(async () => {
  service = await StandIn.start();
  kept = new StandInTickets(service);
});

afterEach(() => service.down());

async function answers(mode: string): Promise<string[]> {
  const env = { PATH: process.env['PATH'], TICKIT_URL: service.url, TICKIT_KEY: KEY, DISCORD_TOKEN: TOKEN };
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', ROBO], {
    cwd: fixture,
    env: { ...env, FIXTURE_MODE: mode },
  });
  const all = JSON.parse(stdout.split('\n').at(-1) ?? '[]') as string[];
  assert.match(all[0] ?? '', /^not_running: Tickit was not started yet/);
  return all.slice(1);
}

test('it opens, labels and notes a ticket once for each time that it is used', { skip }, async () => {
  const [first, again, second] = await answers('delegate');
  assert.equal(first, 'Ticket 1 is yours.');
  assert.equal(second, 'Ticket 2 is yours.');
  assert.equal(again, first, 'the same interaction is the same ticket');
  assert.deepEqual(
    kept.tickets.map(({ opener, labels }) => [opener, labels.includes('refund')]),
    [
      [ALICE, true],
      [ALICE, true],
    ],
  );
  assert.match(service.got('POST ticket/notes')[0]?.body ?? '', /Order 4711/);
  assert.deepEqual(kept.wrong, []);
});

test('a key that is not made for it, and a plugin that is off, are answers and no crash', { skip }, async () => {
  service.on('POST tickets', OTHER_KEY);
  const forbidden = 'forbidden: Use another key: this key may not do this.';
  assert.deepEqual(await answers('delegate'), [forbidden, forbidden, forbidden]);
  const off = 'not_running: Tickit is switched off (mode off).';
  assert.deepEqual(await answers('off'), [off, off, off]);
});
