// npm run sbom [-- <file>]: writes dist/sbom.cdx.json (CycloneDX): every package of the lockfile with version, hash, licence.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { node24, root } from '../bin/node24.mjs';
import { completeSbom } from './gates/sbom.mjs';

const ARGS = ['sbom', '--sbom-format', 'cyclonedx', '--package-lock-only', '--offline'];

/** npm writes it from the lockfile alone; started by npm we know where npm is, else it is looked for in the PATH. */
function npm() {
  const own = process.env['npm_execpath'];
  return own?.endsWith('.js')
    ? spawnSync(node24(), [own, ...ARGS], { cwd: root, encoding: 'utf8', maxBuffer: 2 ** 26 })
    : spawnSync('npm', ARGS, { cwd: root, encoding: 'utf8', maxBuffer: 2 ** 26, shell: process.platform === 'win32' });
}

const json = (path) => JSON.parse(readFileSync(join(root, path), 'utf8'));
const { status, stdout, stderr, error } = npm();
if (status !== 0) {
  console.error(error?.message ?? stderr);
  process.exit(1);
}
const sbom = completeSbom(
  JSON.parse(stdout),
  json('package.json'),
  json('package-lock.json'),
  json('scripts/gates/licences.json'),
);
const file = process.argv[2] ?? join(root, 'dist/sbom.cdx.json');
mkdirSync(dirname(file), { recursive: true });
writeFileSync(file, `${JSON.stringify(sbom, undefined, 2)}\n`);
console.log(`${file} names ${sbom.components.length} packages.`);
