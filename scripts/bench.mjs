// npm run bench -- <name> [options]: runs bench/<name>.mjs against the built server. Without a name: what there is.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, SERVER_FLAGS } from '../bin/node24.mjs';
import { run, step } from './steps.mjs';

const folder = join(root, 'bench');
const [name, ...args] = process.argv.slice(2);
const file = join(folder, `${name}.mjs`);

if (!name || !/^[a-z0-9-]+$/.test(name) || !existsSync(file)) {
  if (name) console.log(`There is no bench "${name}".`);
  const names = readdirSync(folder).filter((entry) => entry.endsWith('.mjs'));
  if (names.length === 0) console.log('There are no benches yet.');
  for (const entry of names) {
    const about = /^\/\/ (.*)$/m.exec(readFileSync(join(folder, entry), 'utf8'))?.[1] ?? '';
    console.log(`  npm run bench -- ${entry.replace('.mjs', '').padEnd(14)} ${about}`);
  }
  process.exit(name ? 1 : 0);
}
if (!(await step('build', join(root, 'scripts/build.mjs'), ['--if-missing', '--web']))) process.exit(1);
const { code } = await run(file, args, { show: 'inherit', flags: SERVER_FLAGS });
process.exit(code);
