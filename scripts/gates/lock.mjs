/**
 * Every package of a lockfile, however often and wherever it lies.
 *
 * @returns name, version, path in the lockfile, licence as stated (may be undefined), whether only tools need it,
 *   whether it runs a script when installed, its integrity and where it comes from
 */
export function packagesOf(lock) {
  return Object.entries(lock.packages)
    .filter(([path]) => path !== '')
    .map(([path, entry]) => ({
      name: entry.name ?? path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length),
      version: entry.version,
      path,
      licence: entry.license,
      isTool: entry.dev === true,
      runsScript: entry.hasInstallScript === true,
      integrity: entry.integrity,
      resolved: entry.resolved,
    }));
}

export const label = ({ name, version }) => `${name}@${version}`;
