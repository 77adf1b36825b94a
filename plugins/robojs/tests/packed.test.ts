// The package as users get it, installed into the fixture bot by scripts/pack.mjs.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const fixture = fileURLToPath(new URL('../../tests/fixture', import.meta.url));
const installed = join(fixture, 'node_modules/@tickit/robojs');
const skip = existsSync(installed) ? false : 'not packed yet: npm run pack:fixture';

const all = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));

test('the package has what it needs and nothing else', { skip }, () => {
  const top = readdirSync(installed).sort();
  assert.deepEqual(top, ['.robo', 'LICENSE', 'README.md', 'bin', 'package.json']);
  assert.deepEqual(readdirSync(join(installed, '.robo')).sort(), ['build', 'manifest.json', 'seed']);
  const manifest = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8')) as Record<string, unknown>;
  assert.equal(manifest['dependencies'], undefined);
});

test('it imports nothing but its own files and Node’s', { skip }, () => {
  const files = all(join(installed, '.robo/build')).filter((file) => file.endsWith('.js'));
  assert.ok(files.length > 20);
  for (const file of files) {
    for (const [, from] of readFileSync(file, 'utf8').matchAll(
      /^(?:import|export)\b(?:[^'";=]*\bfrom)?\s*['"]([^'"]+)['"]/gm,
    )) {
      assert.match(from ?? '', /^(\.{1,2}\/|node:)/, `${file} imports ${from}`);
    }
  }
});

test(
  'neither what Robo.js prints at its most talkative nor the bot’s manifest has the key or an option in it',
  { skip },
  () => {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ['node_modules/robo.js/dist/cli/index.js', 'build', '--no-register', '--verbose'],
      {
        cwd: fixture,
        encoding: 'utf8',
        env: {
          ...process.env,
          NODE_ENV: 'production',
          TICKIT_KEY: 'tk_key_of_this_test',
          DISCORD_TOKEN: 'token_of_this_test',
          FIXTURE_OPTIONS: JSON.stringify({ fallbackMessage: 'words of this test' }),
        },
      },
    );
    assert.equal(status, 0, stderr);
    const manifest = readFileSync(join(fixture, '.robo/manifest.json'), 'utf8');
    assert.match(manifest, /"fallbackMessage": "\[REDACTED\]"/);
    for (const secret of ['tk_key_of_this_test', 'token_of_this_test']) {
      assert.ok(!`${stdout}${stderr}${manifest}`.includes(secret), secret);
    }
    assert.ok(!manifest.includes('words of this test'));
  },
);
