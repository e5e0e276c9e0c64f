// Gates of `npm run check` on what we take in and what we give away: versions, lockfile, licences, secrets.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../bin/node24.mjs';
import { findLicenceProblems } from './gates/licences.mjs';
import { findLoose } from './gates/lockfile.mjs';
import { findSecrets, judgeSecrets } from './gates/secrets.mjs';
import { findUnsafe } from './gates/versions.mjs';

const json = (path) => JSON.parse(readFileSync(join(root, path), 'utf8'));
const lock = () => json('package-lock.json');

/** What git tracks; where this is no clone (an archive, an image) there is nothing to commit either. */
function trackedFiles() {
  if (!existsSync(join(root, '.git'))) return [];
  const list = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
  });
  return list.split('\0').filter((path) => path && existsSync(join(root, path)));
}

async function secrets() {
  const found = [];
  for (const path of trackedFiles()) {
    const text = readFileSync(join(root, path), 'utf8');
    if (text.includes('\0')) continue;
    for (const secret of await findSecrets(path, text)) found.push({ path, ...secret });
  }
  return judgeSecrets(found, json('scripts/gates/invented-secrets.json'));
}

const GATES = {
  versions: () => findUnsafe(lock(), json('scripts/gates/unsafe-versions.json')),
  lockfile: () => findLoose(lock(), json('scripts/gates/install-scripts.json')),
  licences: () => findLicenceProblems(lock(), json('scripts/gates/licences.json')),
  secrets,
};

let failed = false;
for (const [name, find] of Object.entries(GATES)) {
  const problems = await find();
  for (const problem of problems) console.log(`${name}: ${problem}.`);
  failed ||= problems.length > 0;
}
process.exit(failed ? 1 : 0);
