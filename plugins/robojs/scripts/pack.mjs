// Builds the plugin, packs it, installs the tarball into the fixture bot and builds that: what a user gets, not a link.
// `--no-register` builds the bot without telling Discord of its commands; DISCORD_API names another Discord.
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const fixture = join(root, 'tests/fixture');
const quiet = ['--no-audit', '--no-fund', '--loglevel=error'];
const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';

function run(folder, command, ...args) {
  const { status, error } = spawnSync(command, args, { cwd: folder, stdio: ['ignore', 'inherit', 'inherit'] });
  if (status !== 0) {
    console.error(`${command} ${args.join(' ')} ended with ${status ?? error?.message}`);
    process.exit(1);
  }
}

const { name, version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const tarball = `${name.replace('@', '').replace('/', '-')}-${version}.tgz`;

rmSync(join(root, tarball), { force: true });
run(root, npm, 'run', '--silent', 'build');
run(root, npm, 'pack', '--ignore-scripts', '--loglevel=error');
run(fixture, npm, 'ci', ...quiet);
run(fixture, npm, 'install', '--no-save', '--no-package-lock', ...quiet, join(root, tarball));
run(fixture, process.execPath, 'node_modules/robo.js/dist/cli/index.js', 'build', ...process.argv.slice(2));
console.log(`${tarball} is in ${fixture}`);
