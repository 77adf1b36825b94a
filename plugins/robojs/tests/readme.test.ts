// What the README says to those who write code.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { TICKET_EVENTS } from '../src/core/ticket_event.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const readme = readFileSync(join(root, 'README.md'), 'utf8');

const section = (title: string): string => readme.split(`\n## ${title}\n`)[1]?.split('\n## ')[0] ?? '';

test('its code has the types of the package', () => {
  const folder = join(root, '.tests/readme');
  mkdirSync(folder, { recursive: true });
  const code = section('Your own code') + section('What becomes of tickets');
  const examples = [...code.matchAll(/```(ts|js)\n([\s\S]*?)```/g)];
  assert.equal(examples.length, 3);
  for (const [index, [, extension, text = '']] of examples.entries()) {
    // A snippet has no imports of its own.
    const before = text.includes('import')
      ? ''
      : "import { tickit } from '@tickit/robojs';\ndeclare const guildId: string;\n";
    writeFileSync(join(folder, `example_${index}.${extension}`), before + text);
  }
  const compilerOptions = {
    noEmit: true,
    emitDeclarationOnly: false,
    declaration: false,
    allowJs: true,
    checkJs: true,
    rootDir: root,
    typeRoots: [join(root, 'node_modules/@types')],
    paths: { '@tickit/robojs': [join(root, 'src/index.ts')] },
  };
  const config = { extends: join(root, 'tsconfig.json'), compilerOptions, include: ['*'] };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config));
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  const { status, stdout } = spawnSync(process.execPath, [tsc, '-p', folder], { encoding: 'utf8' });
  assert.equal(status, 0, stdout);
});

test('it names each event that there is, and so do the types', () => {
  const kinds = readFileSync(join(root, '../../domain/event/kind.rs'), 'utf8');
  const there = [...kinds.matchAll(/= "(ticket\.\w+)"/g)].map(([, name]) => name);
  assert.deepEqual([...TICKET_EVENTS], there);
  const named = [...section('What becomes of tickets').matchAll(/`(?:ticket\.)?(\w+)`/g)].map(
    ([, name]) => `ticket.${name}`,
  );
  const missing = TICKET_EVENTS.filter((name) => !named.includes(name));
  assert.deepEqual(missing, []);
});
