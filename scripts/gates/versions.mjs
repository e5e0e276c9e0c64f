import { packagesOf } from './lock.mjs';

/**
 * Packages of a lockfile that lie in a range known to be unsafe.
 *
 * @param table - as in unsafe-versions.json: { packages: { name: [{ from?, below?, why }] } }. No `below`: every version
 * @returns one sentence a package
 */
export function findUnsafe(lock, table) {
  return packagesOf(lock).flatMap((found) => {
    const ranges = table.packages[found.name] ?? [];
    const hit = ranges.find(({ from, below }) => isWithin(found.version, from, below));
    if (!hit) return [];
    const safe = leastSafe(hit, ranges);
    const remedy = safe === undefined ? 'no version is accepted' : `${safe} is the least safe one`;
    return [`${found.name} ${found.version} (${found.path}): ${remedy}, ${hit.why}`];
  });
}

/** The end of a range may lie in the next one. */
function leastSafe({ below }, ranges) {
  const next = below && ranges.find((range) => isWithin(below, range.from, range.below));
  return next ? leastSafe(next, ranges) : below;
}

function isWithin(version, from = '0', below) {
  return compare(version, from) >= 0 && (below === undefined || compare(version, below) < 0);
}

/** Order of versions as npm has it; of pre-releases only that they come before their release. */
export function compare(a, b) {
  const [left, right] = [parse(a), parse(b)];
  for (let i = 0; i < 3; i++) if (left.numbers[i] !== right.numbers[i]) return left.numbers[i] - right.numbers[i];
  if (left.pre === right.pre) return 0;
  if (!left.pre || !right.pre) return left.pre ? -1 : 1;
  return left.pre.localeCompare(right.pre, 'en', { numeric: true });
}

function parse(version) {
  const [core, pre = ''] = version.split('+')[0].split(/-(.*)/s);
  const numbers = core.split('.').map(Number);
  return { numbers: [numbers[0], numbers[1] ?? 0, numbers[2] ?? 0], pre };
}
