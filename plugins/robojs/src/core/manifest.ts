// Which commands the bot itself has, by the manifest that `robo build` wrote.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isRecord } from './protocol.js';

/** This package's name: whose commands are not the bot's own. */
const PACKAGE = '@tickit/robojs';

/** Names of slash commands and context menus that are not this plugin's. None where there is no manifest. */
export function ownCommands(folder: string): Set<string> {
  const manifest = read(join(folder, '.robo', 'manifest.json'));
  const context = isRecord(manifest['context']) ? manifest['context'] : {};
  const groups = [manifest['commands'], context['user'], context['message']];
  const names = groups.flatMap((group) => (isRecord(group) ? Object.entries(group) : []));
  return new Set(names.filter(([, entry]) => pluginOf(entry) !== PACKAGE).map(([name]) => name));
}

function pluginOf(entry: unknown): unknown {
  const plugin = isRecord(entry) ? entry['__plugin'] : undefined;
  return isRecord(plugin) ? plugin['name'] : undefined;
}

function read(path: string): Record<string, unknown> {
  try {
    const manifest: unknown = JSON.parse(readFileSync(path, 'utf8'));
    return isRecord(manifest) ? manifest : {};
  } catch {
    return {};
  }
}
