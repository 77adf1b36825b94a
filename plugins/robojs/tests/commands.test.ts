// What Robo.js registers for the plugin is what `docs/commands.json` says, as near as it can.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { DEFAULT_COMMANDS } from '../src/core/match.js';

interface Command {
  name: string;
  type?: number;
  default_member_permissions?: string;
  options?: { type: number }[];
}

const SUBCOMMAND = 1;

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

/** What Robo.js makes of a manifest for Discord. It is not public, and has no types. */
interface Registrar {
  buildSlashCommands(dev: boolean, commands: unknown, config: object): { toJSON(): unknown }[];
  buildContextCommands(dev: boolean, menus: unknown, type: string, config: object): { toJSON(): unknown }[];
}

/** Without what is empty or said by silence, so that only what differs for Discord differs. */
function told(value: unknown): unknown {
  if (Array.isArray(value)) return value.length > 0 ? value.map(told) : undefined;
  if (typeof value !== 'object') return value === false ? undefined : value;
  const fields = Object.entries(value ?? {}).map(([name, field]) => [name, told(field)] as const);
  const full = fields.filter(
    ([name, field]) => field !== undefined && name !== 'integration_types' && !(name === 'min_value' && field === 0),
  );
  return full.length > 0 ? Object.fromEntries(full) : undefined;
}

test('what Robo.js tells Discord is docs/commands.json, but for whom some of them are shown to', { skip }, async () => {
  const registrar = (await import('robo.js/dist/cli/utils/commands.js' as string)) as Registrar;
  const built = JSON.parse(readFileSync(manifest, 'utf8')) as {
    commands: unknown;
    context: { user: unknown; message: unknown };
  };
  const slash = registrar.buildSlashCommands(false, built.commands, {});
  const users = registrar.buildContextCommands(false, built.context.user, 'user', {});
  const messages = registrar.buildContextCommands(false, built.context.message, 'message', {});
  const registered = [...slash, ...users, ...messages].map((command) => told(command.toJSON()) as Command);
  const byName = (one: { name: string }, other: { name: string }): number => (one.name < other.name ? -1 : 1);
  const wanted = commands.map((command) => {
    const { default_member_permissions, ...rest } = { type: 1, ...command };
    // Robo.js says of a command with subcommands not whom it is shown to.
    const parted = command.options?.some(({ type }) => type === SUBCOMMAND) ?? false;
    return told(parted ? rest : { ...rest, default_member_permissions }) as Command;
  });
  assert.deepEqual(registered.sort(byName), wanted.sort(byName));
});
