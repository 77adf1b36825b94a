// Compiles the sources and their tests into .tests and runs them, by Node or, with `--bun`, by Bun.
import { spawnSync } from 'node:child_process';
import { cpSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const [bun] = process.argv.slice(2).filter((argument) => argument.startsWith('--bun'));
const run = (command, args) => {
  const { status } = spawnSync(command, args, { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
};

rmSync(join(root, '.tests'), { recursive: true, force: true });
run(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tests']);
cpSync(join(root, 'seed'), join(root, '.tests/seed'), { recursive: true });

const wanted = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const files = readdirSync(join(root, '.tests/tests'))
  .filter((file) => file.endsWith('.test.js') && (wanted.length === 0 || wanted.some((name) => file.includes(name))))
  .map((file) => `./.tests/tests/${file}`);
if (bun) run(bun.split('=')[1] ?? 'bun', ['test', '--timeout', '30000', ...files]);
else run(process.execPath, ['--test', '--test-timeout=60000', ...files]);
