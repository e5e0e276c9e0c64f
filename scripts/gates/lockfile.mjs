import { label, packagesOf } from './lock.mjs';

/**
 * What a lockfile must not do: name a package without its hash, fetch from elsewhere than a registry, or run a script
 * at installation that nobody has looked at.
 *
 * @param mayRun - name of a package, or `@scope/*`, to the reason
 */
export function findLoose(lock, mayRun) {
  return packagesOf(lock).flatMap((found) => {
    const wrong = [];
    if (!found.integrity?.startsWith('sha512-')) wrong.push('has no sha512 in the lockfile');
    if (found.resolved && !found.resolved.startsWith('https://')) wrong.push(`comes from ${found.resolved}`);
    if (found.runsScript && !(found.name in mayRun) && !(`${found.name.split('/')[0]}/*` in mayRun))
      wrong.push('runs a script when it is installed: read it, then name it in scripts/gates/install-scripts.json');
    return wrong.map((what) => `${label(found)} ${what}`);
  });
}
