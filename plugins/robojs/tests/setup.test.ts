// `tickit setup` and `tickit leave`, in folders of their own.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, statSync, writeFileSync, existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { addToDotenv, readDotenv } from '../src/cli/dotenv.js';
import { main } from '../src/cli/main.js';
import type { Terminal } from '../src/cli/terminal.js';
import { APPLICATION, bot, json, KEY, problem, StandIn, TOKEN } from './stand_in.js';

let service: StandIn;
let folder: string;

interface Typed extends Terminal {
  said: string[];
  complaints: string[];
  questions: { question: string; secret: boolean }[];
}

/** A terminal at which somebody types these answers; nobody is there without any. */
function typing(...answers: string[]): Typed {
  const left = [...answers];
  const io: Typed = {
    said: [],
    complaints: [],
    questions: [],
    interactive: answers.length > 0,
    ask: (question, secret) => {
      io.questions.push({ question, secret });
      return Promise.resolve(left.shift() ?? '');
    },
    say: (line) => void io.said.push(line),
    complain: (line) => void io.complaints.push(line),
    close: () => undefined,
  };
  return io;
}

const environment = (more: Record<string, string> = {}): NodeJS.ProcessEnv => ({
  DISCORD_TOKEN: TOKEN,
  TICKIT_URL: service.url,
  TICKIT_KEY: KEY,
  ...more,
});
const read = (path: string): string => readFileSync(join(folder, path), 'utf8');
const write = (path: string, content: string): void => {
  mkdirSync(join(folder, path, '..'), { recursive: true });
  writeFileSync(join(folder, path), content);
};

beforeEach(async () => {
  service = await StandIn.start();
  folder = mkdtempSync(join(tmpdir(), 'my-bot-'));
});

afterEach(() => service.down());

test('an empty folder becomes a bot, and what was asked for is in .env, for its owner alone', async () => {
  write('package.json', '{\n\t"dependencies": { "robo.js": "^0.10.32" }\n}\n');
  const io = typing(TOKEN, service.url, KEY);
  assert.equal(await main(['setup'], folder, { npm_config_user_agent: 'npm/11' }, io), 0);
  const manifest = JSON.parse(read('package.json')) as Record<string, unknown>;
  assert.equal(manifest['type'], 'module');
  assert.deepEqual(manifest['scripts'], { build: 'robo build', start: 'robo build && robo start' });
  assert.match(read('package.json'), /^\t"/m);
  assert.match(read('config/robo.mjs'), /intents: \['Guilds', 'GuildMessages'\]/);
  assert.match(read('config/plugins/tickit/robojs.mjs'), /TickitOptions/);
  assert.ok(existsSync(join(folder, 'src/commands/ping.js')));
  assert.match(read('.gitignore'), /^\.env$/m);
  assert.deepEqual(readDotenv(join(folder, '.env')), {
    DISCORD_TOKEN: TOKEN,
    TICKIT_URL: service.url,
    TICKIT_KEY: KEY,
    DISCORD_CLIENT_ID: APPLICATION,
  });
  assert.equal(statSync(join(folder, '.env')).mode & 0o777, 0o600);
  assert.deepEqual(
    io.questions.map(({ secret }) => secret),
    [true, false, true],
  );
  assert.ok(io.said.some((line) => line.includes('npm start') && line.includes('/panel send')));
  const all = [...io.said, ...io.complaints].join('\n');
  assert.ok(!all.includes(TOKEN) && !all.includes(KEY));
});

test('a second time asks nothing and writes nothing', async () => {
  await main(['setup'], folder, {}, typing(TOKEN, service.url, KEY));
  const before = ['package.json', 'config/robo.mjs', '.env', '.gitignore'].map(read);
  const io = typing('unasked');
  assert.equal(await main(['setup'], folder, {}, io), 0);
  assert.equal(io.questions.length, 0);
  assert.deepEqual(['package.json', 'config/robo.mjs', '.env', '.gitignore'].map(read), before);
});

test('in a bot that is there, what is missing comes and nothing else changes', async () => {
  const robo = 'export default { plugins: [] };\n';
  write('package.json', '{\n  "type": "module",\n  "scripts": { "start": "robo start", "dev": "robo dev" }\n}\n');
  write('config/robo.ts', robo);
  write('src/events/ready.ts', '');
  write('.gitignore', 'node_modules\n.env*');
  write('.env', '# mine\nDISCORD_TOKEN="mine"\nTICKIT_URL=\n');
  assert.equal(await main(['setup'], folder, environment(), typing()), 0);
  assert.deepEqual((JSON.parse(read('package.json')) as { scripts: unknown }).scripts, {
    start: 'robo start',
    dev: 'robo dev',
    build: 'robo build',
  });
  assert.equal(read('config/robo.ts'), robo);
  assert.ok(!existsSync(join(folder, 'config/robo.mjs')));
  assert.ok(!existsSync(join(folder, 'src/commands')));
  assert.equal(read('.gitignore'), 'node_modules\n.env*');
  assert.equal(read('.env'), `# mine\nDISCORD_TOKEN="mine"\nTICKIT_URL=\nDISCORD_CLIENT_ID=${APPLICATION}\n`);
});

test('where nobody can be asked, the missing variable is named', async () => {
  const io = typing();
  assert.equal(await main(['setup'], folder, { TICKIT_URL: service.url }, io), 1);
  assert.deepEqual(io.complaints, ['DISCORD_TOKEN is missing: set it in the environment or in .env.']);
});

test('the key of an open registration is kept, and shown to nobody', async () => {
  service.on('PUT bot', json(200, bot({ key: 'tk_new_key_0123456789' })));
  const io = typing();
  const env = environment();
  delete env['TICKIT_KEY'];
  assert.equal(await main(['setup'], folder, env, io), 0);
  assert.equal(service.got('PUT bot')[0]?.headers.authorization, undefined);
  assert.equal(readDotenv(join(folder, '.env'))['TICKIT_KEY'], 'tk_new_key_0123456789');
  assert.ok(!io.said.join('\n').includes('tk_new_key'));
});

for (const [what, answer, sentence] of [
  ['a wrong key', problem(401, 'unauthenticated', 'No such key.'), /^TICKIT_KEY is not taken\. No such key\.$/],
  ['a key of another bot', problem(403, 'forbidden', 'For another.'), /^TICKIT_KEY is not for this bot\./],
  [
    'a token that Discord refuses',
    problem(422, 'token_refused', 'Reset it.'),
    /^DISCORD_TOKEN is not taken\. Reset it\.$/,
  ],
  ['another site', json(200, { hello: 'world' }), /is no Tickit: is TICKIT_URL right\?$/],
] as const) {
  test(`${what} is said in a sentence, and what was refused is asked for again the next time`, async () => {
    service.on('PUT bot', answer);
    const io = typing(TOKEN, service.url, KEY);
    assert.equal(await main(['setup'], folder, {}, io), 1);
    assert.match(io.complaints[0] ?? '', sentence);
    const kept = readDotenv(join(folder, '.env'));
    assert.equal(kept['TICKIT_KEY'], sentence.source.startsWith('^TICKIT_KEY') ? undefined : KEY);
    assert.equal(kept['DISCORD_TOKEN'], sentence.source.startsWith('^DISCORD_TOKEN') ? undefined : TOKEN);
  });
}

test('a service that is away, an address in clear and a token that is none are said in a sentence', async () => {
  const complaint = async (env: Record<string, string>): Promise<string> => {
    const io = typing();
    assert.equal(await main(['setup'], folder, environment(env), io), 1);
    return io.complaints.join('\n');
  };
  assert.match(await complaint({ TICKIT_URL: 'http://tickets.example.org' }), /^TICKIT_URL has to begin with https/);
  assert.match(await complaint({ DISCORD_TOKEN: 'nonsense' }), /^DISCORD_TOKEN is no bot's token/);
  await service.down();
  assert.match(await complaint({}), /cannot be reached \(ECONNREFUSED\): is TICKIT_URL right, and does it run\?$/);
});

test('a package of CommonJS is not changed but told of', async () => {
  write('package.json', '{ "type": "commonjs" }');
  const io = typing();
  assert.equal(await main(['setup'], folder, environment(), io), 1);
  assert.match(io.complaints[0] ?? '', /Robo\.js needs "type": "module"/);
  assert.equal((JSON.parse(read('package.json')) as { type: string }).type, 'commonjs');
});

test('leaving asks first, and says --yes where nobody can be asked', async () => {
  const unasked = typing();
  assert.equal(await main(['leave'], folder, environment(), unasked), 1);
  assert.match(unasked.complaints[0] ?? '', /--yes/);
  assert.equal(await main(['leave'], folder, environment(), typing('no')), 1);
  assert.equal(service.got('DELETE bot').length, 0);
  assert.equal(await main(['leave'], folder, environment(), typing('yes')), 0);
  assert.equal(await main(['leave', '--yes'], folder, environment(), typing()), 0);
  assert.equal(service.got('DELETE bot').length, 2);
});

test('whatever else is asked for is answered with what there is', async () => {
  const io = typing();
  assert.equal(await main([], folder, {}, io), 0);
  assert.equal(await main(['set-up'], folder, {}, io), 2);
  assert.equal(await main(['setup', '--force'], folder, {}, io), 2);
  assert.match(io.said[0] ?? '', /tickit setup/);
});

test('.env is read and added to as Robo.js reads it', () => {
  const path = join(folder, '.env');
  writeFileSync(path, 'A=1\r\n# B=2\nC="a \\"b\\""\n D = d \nEMPTY=\n=x\nnonsense');
  addToDotenv(path, { EMPTY: 'x$&y', E: 'a b"c\\' });
  assert.deepEqual(readDotenv(path), { A: '1', C: 'a "b"', D: 'd', EMPTY: 'x$&y', E: 'a b"c\\' });
});
