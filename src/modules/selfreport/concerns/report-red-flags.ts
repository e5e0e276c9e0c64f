import { RED_FLAG_ITEMS } from '../../../instruments/index.js';
import { civilDayAt, type ZoneHistory } from '../../../metrics/index.js';
import type { NewDelivery } from '../../../platform/sockets/deliveries.js';
import { findKnown, reportLasting } from '../../alerts/index.js';
import { findAsking, findWriter, type ObservationRow } from '../../observations/index.js';
import { findRedFlags, findUnheard, type FlagFacts, HEARD_MS, type ToldFlag } from './red-flags.js';
import { collectAnswers } from './store-answers.js';

/**
 * Answers that must reach somebody at once, whatever else is known of the patient.
 *
 * @param agreedUntil - answers that were given from then on are not heard, and a row says why; null: all are
 * @returns deliveries for `deliver`
 */
export async function reportRedFlags(
  of: { readonly patientId: string; readonly zones: ZoneHistory; readonly agreedUntil: Date | null },
  now: Date,
): Promise<NewDelivery[]> {
  const { patientId, zones, agreedUntil } = of;
  const nowMs = now.getTime();
  const found = await findAsking(patientId, { sinceMs: nowMs - HEARD_MS });
  const told = found.length === 0 ? [] : await findTold(patientId);
  const rows = await withWriters(found.map(({ row }) => row), told); // prettier-ignore
  const dayOf = (instant: string) => civilDayAt(zones, Date.parse(instant));
  const facts: FlagFacts = { patientId, told, nowMs, dayOf };
  const isHeard = ({ answeredMs }: { readonly answeredMs: number }) =>
    agreedUntil === null || answeredMs < agreedUntil.getTime();
  const perItem = RED_FLAG_ITEMS.map((item) => ({ item, answers: collectAnswers(rows, item, nowMs - HEARD_MS) }));
  return reportLasting({
    patientId,
    producer: 'self-report',
    kind: 'red-flag',
    concerns: perItem.flatMap(({ item, answers }) => findRedFlags(item, answers.filter(isHeard), facts)),
    unheard: perItem.flatMap(({ item, answers }) => findUnheard(item, answers.filter((one) => !isHeard(one)), facts)), // prettier-ignore
    now,
  });
}

async function findTold(patientId: string): Promise<ToldFlag[]> {
  const known = await findKnown(patientId, 'red-flag');
  return known.flatMap(({ evidence, ...rest }) => (evidence.type === 'red-flag' ? [{ ...rest, evidence }] : []));
}

/** Who changed what somebody was told of; of the rest nobody asks. */
async function withWriters(rows: readonly ObservationRow[], told: readonly ToldFlag[]) {
  const named: { row: ObservationRow; changedBy: string | null }[] = [];
  for (const row of rows)
    named.push({ row, changedBy: told.length > 0 && row.version > 1 ? await findWriter(row) : null });
  return named;
}
