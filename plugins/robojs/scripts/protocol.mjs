// Writes src/core/openapi.ts from docs/openapi.json: the types of what the plugin and the service say to each other.
// `node scripts/protocol.mjs --check` only says whether they are current.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import openapiTS, { astToString } from 'openapi-typescript';
import prettier from 'prettier';

const root = fileURLToPath(new URL('..', import.meta.url));
const path = join(root, 'src/core/openapi.ts');
const document = JSON.parse(readFileSync(join(root, '../../docs/openapi.json'), 'utf8'));

/** What the client for the bot's own code does to tickets. */
const TICKETS = '/api/guilds/{guild}/tickets';
const ON_TICKETS = [
  '',
  '/{ticket}',
  '/{ticket}/close',
  '/{ticket}/labels',
  '/{ticket}/labels/{label}',
  '/{ticket}/notes',
];
const wanted = new Set(ON_TICKETS.map((rest) => TICKETS + rest));

/** Only what is about a bot, and about its tickets: the rest is none of the plugin's business. */
const isWanted = (path) => path.startsWith('/api/bots/') || wanted.has(path);
const paths = Object.fromEntries(Object.entries(document.paths).filter(([path]) => isWanted(path)));

/** Schemas that something refers to, and those that these refer to. */
function schemasOf(value, found = {}) {
  for (const [, name] of JSON.stringify(value).matchAll(/"#\/components\/schemas\/([^"]+)"/g)) {
    if (found[name]) continue;
    found[name] = document.components.schemas[name];
    schemasOf(found[name], found);
  }
  return found;
}

const { schemas: _, ...components } = document.components;
const part = { ...document, paths, components: { ...components, schemas: schemasOf(paths) } };
const header = '// Written by scripts/protocol.mjs from docs/openapi.json.\n';
const style = { ...(await prettier.resolveConfig(join(root, 'package.json'))), parser: 'typescript' };
const text = await prettier.format(header + astToString(await openapiTS(part)), style);

if (!process.argv.includes('--check')) {
  writeFileSync(path, text);
} else if (readFileSync(path, 'utf8') !== text) {
  console.error('src/core/openapi.ts is not as docs/openapi.json has it: run npm run protocol');
  process.exit(1);
}
