// A package registry on loopback: the packed plugin, and every package that the fixture bot has, as it is installed
// there. Says its address, and serves until it is ended.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const fixture = join(root, 'tests/fixture');
const { name: plugin, version: pluginVersion } = manifestOf(root);
/** By name, then by version: manifest and tarball. */
const packages = new Map();

add(join(fixture, 'node_modules'));
const server = createServer((request, response) => {
  const [name, , file] = decodeURIComponent(request.url.slice(1).split('?')[0]).split(/(\/-\/)/);
  const versions = packages.get(name);
  if (!versions) return void response.writeHead(404, { 'content-type': 'application/json' }).end('{}');
  const wanted = [...versions].find(([version]) => file === `${version}.tgz`);
  if (wanted) return void response.writeHead(200).end(wanted[1].tarball);
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(packument(name, versions)));
});
server.listen(0, '127.0.0.1', () => console.log(address()));

function address() {
  return `http://127.0.0.1:${server.address().port}/`;
}

function packument(name, versions) {
  const entries = [...versions].map(([version, { manifest, tarball }]) => {
    const integrity = `sha512-${createHash('sha512').update(tarball).digest('base64')}`;
    const shasum = createHash('sha1').update(tarball).digest('hex');
    return [version, { ...manifest, dist: { tarball: `${address()}${name}/-/${version}.tgz`, integrity, shasum } }];
  });
  // The outermost one was added first.
  return { name, 'dist-tags': { latest: entries[0][0] }, versions: Object.fromEntries(entries) };
}

/** All packages in a `node_modules`, and then those in theirs. */
function add(folder) {
  if (!existsSync(folder)) return;
  const folders = readdirSync(folder)
    .filter((name) => !name.startsWith('.'))
    .flatMap((name) => (name.startsWith('@') ? readdirSync(join(folder, name)).map((one) => join(name, one)) : [name]))
    .map((name) => join(folder, name));
  for (const one of folders) addOne(one, manifestOf(one));
  for (const one of folders) add(join(one, 'node_modules'));
}

function addOne(folder, manifest) {
  const versions = packages.get(manifest.name) ?? new Map();
  packages.set(manifest.name, versions);
  if (versions.has(manifest.version)) return;
  const packed = join(root, `tickit-robojs-${pluginVersion}.tgz`);
  versions.set(manifest.version, { manifest, tarball: manifest.name === plugin ? readFileSync(packed) : pack(folder) });
}

/** A tarball has everything in a folder called `package`. */
function pack(folder) {
  const scratch = mkdtempSync(join(tmpdir(), 'registry-'));
  symlinkSync(folder, join(scratch, 'package'));
  const args = ['-czhf', '-', '-C', scratch, '--exclude', 'package/node_modules', 'package'];
  const { status, stdout, stderr } = spawnSync('tar', args, { maxBuffer: 256 * 1024 * 1024 });
  rmSync(scratch, { recursive: true });
  if (status !== 0) throw new Error(`${folder}: ${stderr}`);
  return stdout;
}

function manifestOf(folder) {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
}
