import { findCareRecipients, type NewDelivery } from '../../../platform/sockets/deliveries.js';
import { recordEvent } from '../lifecycle/alert-events.repository.js';
import { forgetSnoozes, rouse } from '../people/rouse.js';
import { findRulesFor } from '../rules/alert-rules.repository.js';
import { endHold, findHeld, holdBack, touchHold } from '../suppression/suppressions.repository.js';
import { findAlertFacts, findClinicWide, lockConcerns } from './alert-facts.repository.js';
import * as writes from './alert-writes.repository.js';
import type { Books } from './books.js';
import { judgeBook, type Judging } from './judge-book.js';

/**
 * Judges what is reported of one patient against what is known, in the transaction that is open: alerts, timeline and what
 * is held back move together.
 *
 * @returns deliveries for the team, to hand to `deliver` as the last step of the transaction
 */
export async function judgeConcerns(job: Judging): Promise<NewDelivery[]> {
  const { patientId } = job;
  await lockConcerns(patientId);
  const alerts = await findAlertFacts(patientId);
  const held = await findHeld(patientId);
  if (job.reported.length + alerts.length + held.length === 0) return [];
  const clinicWide = patientId === null ? [] : await findClinicWide();
  const ring = await judgeBook(job, { alerts, clinicWide, held, rules: await findRulesFor(patientId) }, TABLES);
  return ringFor(ring, patientId);
}

async function ringFor(ring: ReadonlySet<string>, patientId: string | null): Promise<NewDelivery[]> {
  if (ring.size === 0) return [];
  const personIds = await findCareRecipients(patientId);
  return [...ring].map((objectId) => ({ kind: 'alert', objectId, patientId, personIds }));
}

/** The books that count. */
const TABLES: Books = {
  async raise(concern, rule, now) {
    const alertId = await writes.insertAlert(concern, rule, now);
    await recordEvent({ alertId, kind: 'raised', sentence: concern.sentence });
    return alertId;
  },
  async worsen(alertId, concern, rule, now) {
    await writes.worsenAlert(alertId, concern, rule, now);
    await recordEvent({ alertId, kind: 'worsened', sentence: concern.sentence });
  },
  async extend(alertId, concern, isNews) {
    await writes.extendAlert(alertId, concern, isNews);
    if (isNews) await recordEvent({ alertId, kind: 'extended', sentence: concern.sentence });
  },
  async clear(alertId) {
    await writes.clearAlert(alertId);
    await recordEvent({ alertId, kind: 'cleared' });
    await forgetSnoozes(alertId);
  },
  rouse,
  awaitClearing: writes.awaitClearing,
  endWaiting: writes.endWaiting,
  forget: writes.markCleared,
  holdBack,
  touchHold,
  endHold,
};
