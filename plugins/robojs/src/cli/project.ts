// Makes a folder a Robo.js project with Tickit. What is there is never overwritten.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { isRecord } from '../core/protocol.js';

const SCRIPTS = { build: 'robo build', start: 'robo build && robo start' };

const ROBO_CONFIG = `// What Robo.js is told of this bot: https://robojs.dev/robojs/config

/** @type {import('robo.js').Config} */
export default {
  clientOptions: {
    // With GuildMessages, Tickit hears at once what is written in tickets. Add 'MessageContent' when it is switched on in
    // Discord's developer portal; before that, the bot could not log in with it.
    intents: ['Guilds', 'GuildMessages'],
  },
  plugins: [],
};
`;

const PING = `// A command of the bot's own: /ping.

/** @type {import('robo.js').CommandConfig} */
export const config = { description: 'Says whether the bot is there' };

export default () => 'Pong!';
`;

const SEED = new URL('../../seed/_root/config/plugins/tickit/robojs.mjs', import.meta.url);

export interface Written {
  /** Files that are new or have more in them now. */
  files: string[];
  /** What the owner has to change by hand. */
  wrong: string[];
}

export function completeProject(folder: string, seed: URL = SEED): Written {
  const written: Written = { files: [], wrong: [] };
  completePackage(folder, written);
  const config = existsSync(join(folder, '.config')) && !existsSync(join(folder, 'config')) ? '.config' : 'config';
  if (!hasFile(join(folder, 'config'), 'robo') && !hasFile(join(folder, '.config'), 'robo')) {
    put(folder, `${config}/robo.mjs`, ROBO_CONFIG, written);
  }
  if (!hasFile(join(folder, config, 'plugins', 'tickit'), 'robojs')) {
    put(folder, `${config}/plugins/tickit/robojs.mjs`, readFileSync(seed, 'utf8'), written);
  }
  // Robo.js builds nothing where there is no source at all.
  if (!existsSync(join(folder, 'src'))) put(folder, 'src/commands/ping.js', PING, written);
  ignore(folder, written);
  return written;
}

function completePackage(folder: string, written: Written): void {
  const path = join(folder, 'package.json');
  const before = existsSync(path) ? readFileSync(path, 'utf8') : '';
  const manifest: unknown = before ? JSON.parse(before) : { name: packageName(folder), private: true };
  if (!isRecord(manifest)) throw new Error('package.json is no object');
  manifest['type'] ??= 'module';
  if (manifest['type'] !== 'module') {
    written.wrong.push('package.json says "type": "commonjs"; Robo.js needs "type": "module".');
  }
  const scripts = isRecord(manifest['scripts']) ? manifest['scripts'] : {};
  const missing = Object.entries(SCRIPTS).filter(([name]) => scripts[name] === undefined);
  if (missing.length > 0) manifest['scripts'] = { ...scripts, ...Object.fromEntries(missing) };
  const after = `${JSON.stringify(manifest, null, /^[ \t]+/m.exec(before)?.[0] ?? 2)}\n`;
  if (JSON.stringify(manifest) === (before && JSON.stringify(JSON.parse(before)))) return;
  writeFileSync(path, after);
  written.files.push('package.json');
}

/** Secrets and what is built are in no repository. */
function ignore(folder: string, written: Written): void {
  const path = join(folder, '.gitignore');
  const before = existsSync(path) ? readFileSync(path, 'utf8') : '';
  const lines = new Set(before.split(/\r?\n/).map((line) => line.trim().replace(/^\//, '').replace(/\/$/, '')));
  const wanted = before ? ['.env', '.env.production'] : ['.env', '.env.production', '.robo', 'node_modules'];
  const all = lines.has('.env*') || lines.has('.env.*') ? ['.env'] : wanted;
  const missing = all.filter((line) => !lines.has(line) && !(line.startsWith('.env') && lines.has('.env*')));
  if (missing.length === 0) return;
  const gap = before && !before.endsWith('\n') ? '\n' : '';
  writeFileSync(path, `${before}${gap}${missing.join('\n')}\n`);
  written.files.push('.gitignore');
}

function put(folder: string, path: string, content: string, written: Written): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), content, { flag: 'wx' });
  written.files.push(path);
}

/** Whether there is such a file, whatever its ending and mode. */
function hasFile(folder: string, name: string): boolean {
  return existsSync(folder) && readdirSync(folder).some((file) => file.startsWith(`${name}.`));
}

function packageName(folder: string): string {
  const name = basename(folder)
    .toLowerCase()
    .replace(/[^a-z0-9-]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return name || 'bot';
}
