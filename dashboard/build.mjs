// Builds what the binary serves into `assets/`: the style by Tailwind from `style.css` and the templates, and the libraries
// as they came. With `--check` nothing is written: it fails where what is committed is not what would be built.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), 'tickit-style-'));
const isCheck = process.argv.includes('--check');

const style = () => {
  const built = join(scratch, 'dashboard.css');
  const tailwind = join(here, 'node_modules/@tailwindcss/cli/dist/index.mjs');
  execFileSync(process.execPath, [tailwind, '--input', join(here, 'style.css'), '--output', built, '--minify'], {
    cwd: here,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  return readFileSync(built, 'utf8');
};
// A library's first line says whose it is and by which licence.
const library = (path, notice) => `/*! ${notice} */\n${readFileSync(join(here, 'node_modules', path), 'utf8').trim()}\n`;
const version = (name) => JSON.parse(readFileSync(join(here, 'node_modules', name, 'package.json'), 'utf8')).version;

const assets = {
  'dashboard.css': style(),
  'htmx.js': library('htmx.org/dist/htmx.min.js', `htmx ${version('htmx.org')}, https://htmx.org, 0BSD`),
  'uplot.js': library('uplot/dist/uPlot.iife.min.js', `uPlot ${version('uplot')}, Leon Sorokin, MIT`),
  'uplot.css': library('uplot/dist/uPlot.min.css', `uPlot ${version('uplot')}, Leon Sorokin, MIT`),
};
rmSync(scratch, { recursive: true });

let stale = 0;
for (const [name, wanted] of Object.entries(assets)) {
  const path = join(here, 'assets', name);
  if (!isCheck) {
    writeFileSync(path, wanted);
  } else if (readFileSync(path, 'utf8') !== wanted) {
    console.error(`dashboard/assets/${name} is not what is built: run npm run build in dashboard/`);
    stale += 1;
  }
}
process.exit(stale ? 1 : 0);
