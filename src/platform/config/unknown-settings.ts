const OURS = 'STEPWELL_';
/** Kubernetes tells every container of a service called stepwell: STEPWELL_SERVICE_HOST, STEPWELL_PORT_3000_TCP_ADDR. */
const OF_KUBERNETES = /^STEPWELL_(SERVICE_(HOST|PORT)|PORT)(_|$)/;
/** Only our own tests, benches and scripts read these. */
const OF_DEVELOPERS: ReadonlySet<string> = new Set([
  'STEPWELL_TEST_PG',
  'STEPWELL_WRITE_REPORT',
  'STEPWELL_PYTHON',
  'STEPWELL_SHELL',
  'STEPWELL_SCREENSHOTS',
  'STEPWELL_DEV_SERVER',
]);
/** As many letters may be wrong, missing or too many; what is farther away is another word. */
const MOST_SLIPS = 4;

/**
 * Names in the environment that look like settings of ours and are none, each in a sentence with the one that was
 * meant. No errors: something else may have named them so.
 */
export function findUnknownSettings(env: NodeJS.ProcessEnv, known: readonly string[]): string[] {
  return Object.keys(env)
    .filter((name) => name.startsWith(OURS) && env[name] !== '' && !known.includes(name))
    .filter((name) => !OF_DEVELOPERS.has(name) && !OF_KUBERNETES.test(name))
    .sort()
    .map((name) => {
      const meant = nearest(name, known);
      return `${name} is no setting of Stepwell and does nothing${meant === undefined ? '' : `: did you mean ${meant}?`}`;
    });
}

function nearest(name: string, known: readonly string[]): string | undefined {
  const [best] = known.map((one) => ({ one, slips: countSlips(name, one) })).sort((a, b) => a.slips - b.slips);
  return best && best.slips <= MOST_SLIPS ? best.one : undefined;
}

/** Levenshtein's distance. */
function countSlips(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (const [i, letter] of [...a].entries()) {
    const next = [i + 1];
    for (let j = 0; j < b.length; j++)
      next.push(Math.min(row[j + 1]! + 1, next[j]! + 1, row[j]! + (letter === b[j] ? 0 : 1)));
    row = next;
  }
  return row[b.length]!;
}
