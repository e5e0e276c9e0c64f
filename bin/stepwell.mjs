#!/usr/bin/env node
// The launcher: builds what is missing, then hands over to the pinned Node. Everything else is in src/cli.ts.
import { spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { node24, root, SERVER_FLAGS } from './node24.mjs';

const node = node24();
const args = process.argv.slice(2);
const needsWeb = args[0] === 'start' || args[0] === 'serve';

if (args[0] === 'dev') {
  const dev = spawnSync(node, [join(root, 'scripts/dev.mjs')], { stdio: 'inherit', cwd: root });
  process.exit(dev.status ?? 1);
}

const build = spawnSync(node, [join(root, 'scripts/build.mjs'), '--if-missing', ...(needsWeb ? ['--web'] : [])], {
  stdio: ['ignore', 2, 2],
  cwd: root,
});
if (build.status !== 0) process.exit(build.status ?? 1);

const child = spawn(node, [...SERVER_FLAGS, join(root, 'dist/src/cli.js'), ...args], { stdio: 'inherit' });
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)));
