// The versions that the service is told of.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { isRecord } from './protocol.js';

/** This package's version. */
export const VERSION = versionIn(new URL('../../../package.json', import.meta.url)) ?? '0.0.0';

/** Of this package, the runtime, and the host's Robo.js and discord.js. */
export function versions(): Record<string, string> {
  const found: Record<string, string | undefined> = {
    '@tickit/robojs': VERSION,
    'robo.js': ofHost('robo.js'),
    'discord.js': ofHost('discord.js'),
    node: process.versions.node,
    bun: process.versions['bun'],
  };
  return Object.fromEntries(Object.entries(found).filter((entry): entry is [string, string] => entry[1] !== undefined));
}

/** A package's manifest is rarely exported, so it is looked for where packages lie. */
function ofHost(name: string): string | undefined {
  const require = createRequire(join(process.cwd(), 'package.json'));
  for (const folder of require.resolve.paths(name) ?? []) {
    const version = versionIn(join(folder, name, 'package.json'));
    if (version) return version;
  }
  return undefined;
}

function versionIn(path: URL | string): string | undefined {
  try {
    const manifest: unknown = JSON.parse(readFileSync(path, 'utf8'));
    return isRecord(manifest) && typeof manifest['version'] === 'string' ? manifest['version'] : undefined;
  } catch {
    return undefined;
  }
}
