import type { Concern } from '../../alerts/index.js';

const HOUR_MS = 3_600_000;
/** As long as any device may be quiet: as `syncStateOf`. A patient's own gap is told after five days, when this is known. */
const SILENT_MS = 48 * HOUR_MS;
/** Those who fell silent within one day fell silent together. */
const TOGETHER_MS = 24 * HOUR_MS;
const LEAST_PATIENTS = 3;
const SHARE = 0.3;

/** A patient by the newest contact with any device of this vendor, among those heard of lately. */
export interface VendorContact {
  readonly vendor: string;
  readonly lastContactMs: number;
}

/**
 * Which vendors deliver nothing? More than 30 % of a vendor's patients, and at least three, who fell silent within one
 * day: that is no patient's doing. Those who fall silent one by one are theirs.
 */
export function findOutages(contacts: readonly VendorContact[], now: Date): Concern[] {
  return [...Map.groupBy(contacts, ({ vendor }) => vendor)].flatMap(([vendor, of]) => {
    const group = findLargestGroup(of.map((one) => one.lastContactMs).filter((ms) => now.getTime() - ms > SILENT_MS));
    if (group.length < LEAST_PATIENTS || group.length <= SHARE * of.length) return [];
    return [toConcern(vendor, group, of.length)];
  });
}

/** The most instants that lie within one day, in order. */
function findLargestGroup(instants: readonly number[]): number[] {
  const sorted = [...instants].sort((a, b) => a - b);
  let best: number[] = [];
  let from = 0;
  for (const [to, ms] of sorted.entries()) {
    while (ms - sorted[from]! > TOGETHER_MS) from++;
    if (to - from + 1 > best.length) best = sorted.slice(from, to + 1);
  }
  return best;
}

function toConcern(vendor: string, group: readonly number[], patientsConnected: number): Concern {
  const silentSince = new Date(group[0]!).toISOString();
  const since = silentSince.slice(0, 10);
  const patientsSilent = group.length;
  const name = vendor.charAt(0).toUpperCase() + vendor.slice(1);
  return {
    patientId: null,
    producer: 'sources',
    kind: 'vendor-outage',
    domain: 'data',
    key: vendor,
    severity: 2,
    confidence: null,
    since,
    live: true,
    sentence: { key: 'vendor.outage', facts: { vendor: name, patientsSilent, patientsConnected, since } },
    patientSentence: null,
    evidence: { type: 'vendor', vendor, patientsSilent, patientsConnected, silentSince },
  };
}
