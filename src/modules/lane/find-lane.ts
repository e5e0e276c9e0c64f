import { compareText, type ZoneHistory } from '../../metrics/index.js';
import type { Caller } from '../../platform/auth/caller.js';
import { findDoseChanges, findTreatments } from '../treatments/index.js';
import { coversKind } from './covers-kind.js';
import { findHappenings } from './lane.repository.js';
import type { LaneEvent } from './lane.schema.js';
import { toDoseEvent } from './to-dose-event.js';
import { toProcedureEvents } from './to-procedure-events.js';

/** An event, and which alert tells of it: for whoever must ask whether somebody may know of that alert. */
export type Happening = LaneEvent & { readonly alertId: string | null };

/**
 * What happened to a patient besides what is measured, in the patient's days, the earliest first: visits, another device,
 * journeys, sprints, PEGs, flares, doses, procedures. Doses and procedures only those that the caller may read, and for
 * programs and apps what their scopes give; who of the patient's side may know of the others is for the caller's module to say.
 *
 * @param span - what touches these days; `to` null: until today and beyond
 */
export async function findLane(
  caller: Caller,
  patientId: string,
  zones: ZoneHistory,
  span: { readonly from: string; readonly to: string | null },
): Promise<Happening[]> {
  // What was only planned has not happened.
  const treatments = (await findTreatments(caller, patientId, zones)).items.filter(({ planned }) => !planned);
  const doses = findDoseChanges(treatments.filter(({ kind }) => kind === 'dose')).map(toDoseEvent);
  const procedures = treatments.filter(({ kind }) => kind === 'procedure').flatMap(toProcedureEvents);
  const treated = [...doses, ...procedures]
    .filter(({ on, until }) => (until ?? on) >= span.from && (span.to === null || on <= span.to))
    .map((event) => ({ ...event, alertId: null }));
  const happened = (await findHappenings(patientId, span)).filter(({ kind }) => coversKind(caller, kind, patientId));
  return [...happened, ...treated].sort(
    (a, b) => compareText(a.on, b.on) || compareText(a.kind, b.kind) || compareText(a.label, b.label),
  );
}

/** What leaves the house of an event. */
export const toLaneEvent = ({ alertId: _, ...event }: Happening): LaneEvent => event;
