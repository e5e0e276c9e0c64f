import { isAskedAbout } from '../../clinics/index.js';
import { quietUntil } from '../decide/quiet-hours.js';
import { findReaders } from '../notices.repository.js';
import { askJudge } from './news-judge.js';
import * as repository from './sending.repository.js';
import type { DueNotice, TakenNotice } from './sending.repository.js';

/**
 * Takes a notice to send it, in the transaction that has found it due. It may have waited: for the end of somebody's quiet
 * hours, for a far side that refused, or for a server that stood still. What made it right to write it is asked again. Undefined: it is not sent now.
 */
export async function takeNotice(id: string, leaseSeconds: number): Promise<TakenNotice | undefined> {
  const due = await repository.findDueNotice(id);
  const withheld = due && (await findHindrance(due));
  if (!due || withheld) {
    if (withheld) await repository.settle(id, 'withheld', withheld);
    return undefined;
  }
  const until = await findQuiet(due);
  if (until === null) return repository.lease(id, leaseSeconds);
  await repository.waitUntil(id, until);
  return undefined;
}

/** Nobody is sent to look at what somebody has taken, or they have put off or answered, and news is for those who may still hear of it. */
async function findHindrance(due: DueNotice): Promise<string | null> {
  const { words, alertId, personId } = due;
  if (due.isTaken) return 'taken';
  if (due.isSnoozed && due.urgency === 'ordinary') return 'snoozed';
  if (words === 'asked' && personId !== null) return (await isAskedAbout(personId)) ? null : 'answered';
  if (words !== 'news' || alertId === null || personId === null) return null;
  return askJudge({ alertId, personId });
}

/** When whoever sleeps by now has slept; null: nobody does, or it may interrupt. */
async function findQuiet({ urgency, personId, now }: DueNotice): Promise<Date | null> {
  if (urgency !== 'ordinary' || personId === null) return null;
  const [reader] = await findReaders([personId]);
  return reader ? quietUntil(reader.settings?.quietHours ?? null, reader.zone, now) : null;
}
