/** A reading as it stands in a store, without who it is about. */
export interface StandingReading {
  readonly id: string;
  readonly code: string;
  /** Whose value it is: system and device of its source, and what else tells it from others of the same moment. */
  readonly source: string;
  readonly startMs: number;
  readonly endMs: number;
  readonly valueText: string | null;
  readonly originalText: string | null;
  readonly unit: string | null;
  readonly status: string;
}

/** One payload: the ids it had when it was received, and those it has when it is read again, both in its own order. Null: it was refused. */
export interface ReplayedPayload {
  readonly payloadId: string;
  readonly keptIds: readonly (string | null)[];
  readonly rebuiltIds: readonly (string | null)[];
}

export interface Difference {
  readonly payloadId: string;
  readonly observationId: string | null;
  /** Names fields and counts, never values. */
  readonly what: string;
}

export interface Comparison {
  readonly observations: number;
  readonly equal: number;
  /** The store holds a later value from another road; the one rebuilt is among the versions before. */
  readonly correctedSince: number;
  readonly differences: readonly Difference[];
}

const IN_ERROR = 'entered-in-error';
const FIELDS = ['code', 'source', 'startMs', 'endMs', 'valueText', 'originalText', 'unit', 'status'] as const;

/**
 * Does the store hold what the payloads say when they are read again?
 *
 * @param earlier - versions of a kept reading before today's; asked only where today's differs
 */
export async function compareReplay(
  payloads: readonly ReplayedPayload[],
  kept: ReadonlyMap<string, StandingReading>,
  rebuilt: ReadonlyMap<string, StandingReading>,
  earlier: (id: string) => Promise<readonly StandingReading[]>,
): Promise<Comparison> {
  const differences: Difference[] = [];
  const pairs = pairUp(payloads, differences);
  let equal = 0;
  let correctedSince = 0;
  for (const { payloadId, keptId, rebuiltId } of pairs) {
    const [a, b] = [kept.get(keptId), rebuilt.get(rebuiltId)];
    const what = a === undefined || b === undefined ? 'is not in the store at that time' : differingFields(a, b);
    if (what === '') equal++;
    else if (b && (await earlier(keptId)).some((old) => differingFields(old, b) === '')) correctedSince++;
    else differences.push({ payloadId, observationId: keptId, what });
  }
  return { observations: pairs.length, equal, correctedSince, differences };
}

/** Each kept reading belongs to one rebuilt one; two for one, or one for two, is a difference. */
function pairUp(payloads: readonly ReplayedPayload[], differences: Difference[]) {
  const partner = new Map<string, { payloadId: string; keptId: string; rebuiltId: string }>();
  const taken = new Map<string, string>();
  for (const { payloadId, keptIds, rebuiltIds } of payloads) {
    if (keptIds.length !== rebuiltIds.length) {
      const what = `gave ${keptIds.length} readings and now gives ${rebuiltIds.length}`;
      differences.push({ payloadId, observationId: null, what });
      continue;
    }
    keptIds.forEach((keptId, i) => {
      // A closed month took none of it then; a scratch store has no closed months.
      if (keptId === null) return;
      const rebuiltId = rebuiltIds[i] ?? '';
      const known = partner.get(keptId);
      const owner = taken.get(rebuiltId);
      if ((known && known.rebuiltId !== rebuiltId) || (owner !== undefined && owner !== keptId))
        differences.push({ payloadId, observationId: keptId, what: 'is no longer the same reading as before' });
      else if (!known) {
        partner.set(keptId, { payloadId, keptId, rebuiltId });
        taken.set(rebuiltId, keptId);
      }
    });
  }
  return [...partner.values()];
}

/** What has ended counts nowhere, and does not follow a zone any more. */
const differingFields = (a: StandingReading, b: StandingReading): string => {
  if (a.status === IN_ERROR && b.status === IN_ERROR) return '';
  const fields = FIELDS.filter((field) => a[field] !== b[field]);
  return fields.length === 0 ? '' : `differs in ${fields.join(', ')}`;
};
