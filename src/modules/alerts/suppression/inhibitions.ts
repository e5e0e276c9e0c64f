import type { Concern, ConcernDomain } from '../concerns/concern.js';
import type { Evidence } from '../concerns/evidence.schema.js';
import type { Kind } from '../concerns/kinds.js';

interface Inhibition {
  readonly by: Kind;
  readonly hides: Kind;
  /** Only these domains; left out: all. */
  readonly domains?: readonly ConcernDomain[];
  /** Only what came by the same vendor. */
  readonly sameVendor?: true;
}

const WORN: readonly ConcernDomain[] = ['activity', 'sleep', 'heart'];

/**
 * What hides what, a row each. More pain is what a flare is; steps and sleep that nobody measured are not fewer; a watch
 * worn less and less shows less than there is; what a vendor does not deliver is no patient's silence.
 */
export const INHIBITIONS: readonly Inhibition[] = [
  { by: 'flare', hides: 'deterioration', domains: ['pain'] },
  { by: 'missing-data', hides: 'deterioration', domains: WORN },
  { by: 'no-progress', hides: 'deterioration', domains: WORN },
  { by: 'wear-declining', hides: 'deterioration', domains: ['activity', 'sleep'] },
  { by: 'vendor-outage', hides: 'missing-data', sameVendor: true },
  { by: 'vendor-outage', hides: 'no-progress', sameVendor: true },
];

/** An alert whose concern is so today, whoever has dealt with it. */
export interface Present {
  readonly id: string;
  readonly kind: Kind;
  readonly evidence: Evidence;
}

const vendorOf = (evidence: Evidence): string | null => ('vendor' in evidence ? (evidence.vendor ?? null) : null);

/** The alert that hides this concern, if one does. */
export const findInhibitor = <One extends Present>(present: readonly One[], concern: Concern): One | undefined =>
  present.find((alert) =>
    INHIBITIONS.some(
      (row) =>
        row.by === alert.kind &&
        row.hides === concern.kind &&
        (row.domains?.includes(concern.domain) ?? true) &&
        (!row.sameVendor ||
          (vendorOf(alert.evidence) !== null && vendorOf(alert.evidence) === vendorOf(concern.evidence))),
    ),
  );

const INHIBITING = new Set(INHIBITIONS.map((row) => row.by));
/** Those that hide others are judged first. */
export const inhibitsFirst = (a: Concern, b: Concern): number =>
  Number(INHIBITING.has(b.kind)) - Number(INHIBITING.has(a.kind));
