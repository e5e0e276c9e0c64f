import type { Concern } from '../../alerts/index.js';

const HOUR_MS = 3_600_000;

/** What patients can have in common: the maker's cloud, the program that sends, the name that the source goes by. */
export type Common = 'vendor' | 'program' | 'source';

interface OutageRule {
  readonly common: Common;
  /** At least so many patients, … */
  readonly leastPatients: number;
  /** … more than this share of all who have it in common, … */
  readonly share: number;
  /** … silent for longer than this: as long as any device may be quiet (`syncStateOf`); a patient's own gap is told after five days. */
  readonly silentHours: number;
  /** … who fell silent within so many hours of each other. */
  readonly togetherHours: number;
}

/**
 * When does a silence belong to what patients have in common? A maker's cloud is one machine, and a third of it can fail. A
 * program brings many makers, a name may be of devices with nothing else in common: there it has to be more than half.
 * Where several explain it the one that explains most counts, in this order when they are equal.
 */
export const OUTAGE_RULES: readonly OutageRule[] = [
  { common: 'vendor', leastPatients: 3, share: 0.3, silentHours: 48, togetherHours: 24 },
  { common: 'program', leastPatients: 3, share: 0.5, silentHours: 48, togetherHours: 24 },
  { common: 'source', leastPatients: 3, share: 0.5, silentHours: 48, togetherHours: 24 },
];

/** A source of a patient that was heard of lately, with the names of what it has in common with others; null: nothing. */
export interface SourceContact extends Readonly<Record<Common, string | null>> {
  readonly patientId: string;
  readonly sourceId: number;
  readonly lastContactMs: number;
}

export interface Outage {
  readonly name: string;
  readonly silentSinceMs: number;
  readonly patientIds: readonly string[];
  readonly patientsConnected: number;
  /** Those of the silent that fell silent then. */
  readonly sourceIds: readonly number[];
}

/** What delivers nothing? Each silent patient counts to one outage: one alert, whatever else they share. */
export function findOutages(contacts: readonly SourceContact[], now: Date): Outage[] {
  const found = OUTAGE_RULES.flatMap((rule) =>
    [...Map.groupBy(contacts, (one) => one[rule.common])].flatMap(([name, of]) => {
      const outage = name === null ? null : findOutage(name, of, rule, now);
      return outage ? [{ ...outage, leastPatients: rule.leastPatients }] : [];
    }),
  );
  const explained = new Set<string>();
  return found.sort(byExplained).filter(({ patientIds, leastPatients }) => {
    const fresh = patientIds.filter((id) => !explained.has(id));
    if (fresh.length < leastPatients) return false;
    for (const id of fresh) explained.add(id);
    return true;
  });
}

const shareOf = ({ patientIds, patientsConnected }: Outage) => patientIds.length / patientsConnected;
const byExplained = (a: Outage, b: Outage) => shareOf(b) - shareOf(a) || b.patientIds.length - a.patientIds.length;

function findOutage(name: string, of: readonly SourceContact[], rule: OutageRule, now: Date): Outage | null {
  const newest = new Map<string, number>();
  for (const { patientId, lastContactMs } of of)
    newest.set(patientId, Math.max(newest.get(patientId) ?? 0, lastContactMs));
  const silent = [...newest].filter(([, ms]) => now.getTime() - ms > rule.silentHours * HOUR_MS);
  const group = findLargestGroup(silent, rule.togetherHours * HOUR_MS);
  if (group.length < rule.leastPatients || group.length <= rule.share * newest.size) return null;
  const patientIds = group.map(([id]) => id);
  const silentSinceMs = group[0]![1];
  const among = new Set(patientIds);
  const sources = of.filter((one) => among.has(one.patientId) && one.lastContactMs >= silentSinceMs);
  return {
    name,
    silentSinceMs,
    patientIds,
    patientsConnected: newest.size,
    sourceIds: sources.map(({ sourceId }) => sourceId),
  };
}

/** The most who fell silent together, in the order in which they did. */
function findLargestGroup(silent: readonly (readonly [string, number])[], togetherMs: number) {
  const sorted = [...silent].sort((a, b) => a[1] - b[1]);
  let [bestFrom, bestTo] = [0, 0];
  let from = 0;
  for (const [to, [, ms]] of sorted.entries()) {
    while (ms - sorted[from]![1] > togetherMs) from++;
    if (to + 1 - from > bestTo - bestFrom) [bestFrom, bestTo] = [from, to + 1];
  }
  return sorted.slice(bestFrom, bestTo);
}

export function toOutageConcern({ name, silentSinceMs, patientIds, patientsConnected }: Outage): Concern {
  const silentSince = new Date(silentSinceMs).toISOString();
  const since = silentSince.slice(0, 10);
  const patientsSilent = patientIds.length;
  const vendor = name.charAt(0).toUpperCase() + name.slice(1);
  return {
    patientId: null,
    producer: 'sources',
    kind: 'vendor-outage',
    domain: 'data',
    key: name,
    severity: 2,
    confidence: null,
    since,
    live: true,
    sentence: { key: 'vendor.outage', facts: { vendor, patientsSilent, patientsConnected, since } },
    patientSentence: null,
    evidence: { type: 'vendor', vendor: name, patientsSilent, patientsConnected, silentSince },
  };
}
