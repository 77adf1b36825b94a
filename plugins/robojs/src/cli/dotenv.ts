// The bot's .env: reads it as Robo.js does, and adds to it without touching what is there.
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Robo.js reads one file alone: that of the mode, if there is one. */
export function dotenvFile(folder: string): string {
  const production = join(folder, '.env.production');
  return existsSync(production) ? production : join(folder, '.env');
}

export function readDotenv(path: string): Record<string, string> {
  const values: Record<string, string> = {};
  for (const line of text(path).split(/\r?\n/)) {
    const match = /^\s*(?!#)([^=\s]+)\s*=\s*(.*?)\s*$/.exec(line);
    if (match?.[1]) values[match[1]] = unquote(match[2] ?? '');
  }
  return values;
}

/** Adds what is not there yet, or is there without a value; the file is readable by its owner alone. */
export function addToDotenv(path: string, values: Record<string, string>): void {
  let content = text(path);
  for (const [name, value] of Object.entries(values)) {
    const empty = new RegExp(`^[ \\t]*${name}[ \\t]*=[ \\t]*(""|'')?[ \\t]*$`, 'm');
    const line = `${name}=${quote(value)}`;
    if (empty.test(content)) content = content.replace(empty, () => line);
    else content += `${content && !content.endsWith('\n') ? '\n' : ''}${line}\n`;
  }
  writeFileSync(path, content, { mode: 0o600 });
  // The mode above is for a new file only.
  chmodSync(path, 0o600);
}

function quote(value: string): string {
  return /^[\w.:/@+=-]*$/.test(value) ? value : `"${value.replace(/[\\"]/g, '\\$&')}"`;
}

function unquote(value: string): string {
  return /^(["']).*\1$/.test(value) ? value.slice(1, -1).replace(/\\(.)/g, '$1') : value;
}

function text(path: string): string {
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}
