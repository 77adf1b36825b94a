// What Robo.js registers for the plugin is what `docs/commands.json` says, as near as it can.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { DEFAULT_COMMANDS } from '../src/core/match.js';

interface Command {
  name: string;
  type?: number;
  contexts: number[];
  description?: string;
  options: { name: string; type: number; options: { name: string }[] }[];
}

interface Entry {
  contexts: number[];
  description: string;
  options?: { name: string }[];
  subcommands?: Record<string, Entry>;
}

const root = new URL('../../', import.meta.url);
const commands = JSON.parse(readFileSync(new URL('../../docs/commands.json', root), 'utf8')) as Command[];

test('the files of commands are as scripts/stubs.mjs writes them', () => {
  const { status, stderr } = spawnSync(process.execPath, ['scripts/stubs.mjs', '--check'], {
    cwd: root,
    encoding: 'utf8',
  });
  assert.equal(status, 0, stderr);
});

test('the types of the protocol are as scripts/protocol.mjs writes them', () => {
  const { status, stderr } = spawnSync(process.execPath, ['scripts/protocol.mjs', '--check'], {
    cwd: root,
    encoding: 'utf8',
  });
  assert.equal(status, 0, stderr);
});

test('what is taken over before the service has answered is what there is', () => {
  assert.deepEqual(
    DEFAULT_COMMANDS,
    commands.map(({ name, type }) => ({ name, type: type ?? 1 })),
  );
});

const manifest = new URL('.robo/manifest.json', root);
const skip = existsSync(manifest) ? false : 'not built yet: npm run build';

test('the built manifest has every command, subcommand and option, described and for servers alone', { skip }, () => {
  const built = JSON.parse(readFileSync(manifest, 'utf8')) as {
    commands: Record<string, Entry>;
    context: { user: Record<string, Entry> };
  };
  for (const command of commands) {
    const entry = command.type === 2 ? built.context.user[command.name] : built.commands[command.name];
    assert.deepEqual(entry?.contexts, command.contexts, command.name);
    if (command.type === 2) continue;
    assert.equal(entry?.description, command.description);
    for (const option of command.options.filter(({ type }) => type === 1)) {
      const names = (list: { name: string }[] | undefined): string[] => (list ?? []).map(({ name }) => name);
      assert.deepEqual(names(entry?.subcommands?.[option.name]?.options), names(option.options), option.name);
    }
  }
});
