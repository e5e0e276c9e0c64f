// Finds the Node that Stepwell is pinned to. Runs on any Node >= 20, so: no dependencies, no new syntax.
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

export const root = dirname(import.meta.dirname ?? dirname(new URL(import.meta.url).pathname));

/**
 * How the server runs. What a request leaves behind is collected in the young generation: at V8's 16 MB a busy server
 * collects it so often that a part of it grows old. At 32 MB it stored a twelfth more readings a second, at 64 MB
 * again some 9 %, at 128 MB no more than that (bench/RESULTS.md, 2026-11-29 17:27).
 */
export const SERVER_FLAGS = ['--enable-source-maps', '--max-semi-space-size=64'];

function packagedNode() {
  const names = { linux: 'linux', win32: 'win', darwin: 'darwin' };
  const name = `node-${names[process.platform] ?? process.platform}-${process.arch}`;
  try {
    const home = dirname(createRequire(join(root, 'package.json')).resolve(`${name}/package.json`));
    const path = join(home, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
    return existsSync(path) ? path : undefined;
  } catch {
    return undefined;
  }
}

/** Path of a Node 24: the packaged one, else the caller's when it is new enough; else says one sentence and ends. */
export function node24() {
  const packaged = packagedNode();
  if (packaged) return packaged;
  const own = Number(process.versions.node.split('.')[0]);
  if (own >= 24) return process.execPath;
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  console.error(
    `Stepwell ${version} needs Node 24. No packaged Node fits this machine (${process.platform} ${process.arch}) ` +
      `and this is Node ${process.versions.node}: install Node 24 and run the same command again.`,
  );
  process.exit(1);
}
