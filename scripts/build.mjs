// Builds the server (swc), the web app (vite) and the bill of materials. --if-missing: of the first two what is absent or older
// than its sources.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { node24, root } from '../bin/node24.mjs';

const ifMissing = process.argv.includes('--if-missing');
const wantWeb = !ifMissing || process.argv.includes('--web');
const only = process.argv.includes('--server') ? 'server' : undefined;

function* files(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.name === 'node_modules') continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* files(path);
    else yield path;
  }
}

/** Changes when any source does; times are not trusted (a clone gives every file the same). */
function fingerprint(paths) {
  const hash = createHash('sha256');
  for (const path of paths.flatMap((p) =>
    statSync(join(root, p)).isDirectory() ? [...files(join(root, p))].sort() : [join(root, p)],
  ))
    hash.update(path.slice(root.length)).update(readFileSync(path));
  return hash.digest('hex');
}

function step(name, marker, sources, run) {
  const mark = join(root, 'dist', `.${marker}`);
  const now = fingerprint(sources);
  if (ifMissing && existsSync(mark) && readFileSync(mark, 'utf8') === now) return;
  const started = Date.now();
  process.stdout.write(`Building the ${name} … `);
  const result = run();
  if (result.status !== 0) {
    process.stdout.write('failed\n');
    process.stderr.write(`${result.stdout ?? ''}${result.stderr ?? ''}`);
    process.exit(1);
  }
  writeFileSync(mark, now);
  process.stdout.write(`${((Date.now() - started) / 1000).toFixed(1)} s\n`);
}

const bin = (path) => join(root, 'node_modules', path);
const node = (script, ...args) => spawnSync(node24(), [script, ...args], { cwd: root, encoding: 'utf8' });

step('server', 'server', ['src', '.swcrc', 'package.json'], () => {
  rmSync(join(root, 'dist/src'), { recursive: true, force: true });
  return node(bin('@swc/cli/bin/swc.js'), 'src', '-d', 'dist', '--config-file', '.swcrc', '--quiet');
});
if (wantWeb && only !== 'server') {
  step('web app', 'web', ['web', 'src/metrics', 'src/instruments', 'package-lock.json'], () =>
    node(bin('vite/bin/vite.js'), 'build', '--config', 'web/vite.config.ts', '--logLevel', 'error'),
  );
}
// Who runs from a clone needs none; what is given to others says what is in it.
if (!ifMissing && only !== 'server')
  step('bill of materials', 'sbom', ['package-lock.json'], () => node(join(root, 'scripts/sbom.mjs')));
