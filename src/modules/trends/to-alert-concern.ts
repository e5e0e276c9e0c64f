import { syncStateOf } from '../../metrics/index.js';
import type { Concern } from '../alerts/index.js';
import type { Sync } from './find-sync.js';
import type { GroundedConcern } from './ground-confidence.js';

/** What detection found of a patient, as alerts want to hear it. @param live - may it interrupt somebody today? */
export function toAlertConcern(
  found: GroundedConcern & { readonly live: boolean },
  of: { patientId: string; sync: Sync; now: Date },
): Concern {
  const kind = found.kind === 'missing-data' ? findGapKind(found, of) : found.kind;
  const { domain, severity, confidence, since, live, sentence, patientSentence } = found;
  const { alsoMoved, notMoved, sinceInterval, ...evidence } = found.evidence;
  return {
    patientId: of.patientId,
    producer: 'trends',
    kind,
    domain,
    key: domain,
    severity,
    confidence,
    since,
    live,
    sentence: { ...sentence },
    patientSentence: { ...patientSentence },
    evidence: {
      type: 'trend',
      ...evidence,
      alsoMoved: [...alsoMoved],
      notMoved: [...notMoved],
      sinceInterval: [...sinceInterval],
      // What a vendor does not deliver is no patient's silence: its outage hides these.
      ...(kind === 'missing-data' || kind === 'no-progress' ? { vendor: of.sync.vendor } : {}),
    },
  };
}

/** Not worn, not heard of, and in contact without anything new are three things, and want three answers. */
function findGapKind(
  { sentence }: GroundedConcern,
  { sync, now }: { sync: Sync; now: Date },
): Concern['kind'] & ('missing-data' | 'no-progress' | 'wear-declining') {
  if (sentence.key === 'trend.wearDeclining' || sentence.facts['reason'] === 'notWorn') return 'wear-declining';
  if (sync.contactMs === null || sync.fileAt) return 'missing-data';
  return syncStateOf({ lastContactMs: sync.contactMs, newestMs: sync.newestMs }, now.getTime()) === 'stalled'
    ? 'no-progress'
    : 'missing-data';
}
