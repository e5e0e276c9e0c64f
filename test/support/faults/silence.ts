import { OutageWatch } from '../../../src/modules/observations/sources/outage-watch.js';
import type { TestApp } from '../app.js';
import { postObservations } from '../fhir.js';

export interface Silence {
  readonly app: TestApp;
  readonly clinicId: string;
  readonly token: string;
  /** All wear the vendor's device; the first `silent` of them fall silent together. */
  readonly patientIds: readonly string[];
  readonly silent: number;
  /** These wear another vendor's, and fall silent one by one. */
  readonly alone: readonly string[];
}

export interface SilencePlayed {
  readonly patients: number;
  readonly silent: number;
  /** Alerts of the clinic while all is well; when the vendor is silent, and all nodes have looked again; of patients. */
  readonly before: number;
  readonly alerts: number;
  readonly ofPatients: number;
  /** How many silent patients the one alert counts. */
  readonly told: number | null;
  /** Alerts that were still there when the vendor delivered again. */
  readonly after: number;
  /** One look at all clinics. */
  readonly lookMs: number;
}

const VENDORS = { silent: 'Fitbit Charge 6', alone: 'Garmin Venu 3' };
const AT_ONCE = 4;

/** F27: a vendor delivers nothing to so many of its patients; others fall silent as people do. */
export async function playSilence(setting: Silence): Promise<SilencePlayed> {
  const { app, clinicId, patientIds, silent, alone } = setting;
  await sendOne(setting, patientIds, VENDORS.silent);
  await sendOne(setting, alone, VENDORS.alone);
  const look = () => app.nest.get(OutageWatch).tick();
  const count = async () => {
    const [row] = await app.database.asOwner<{ open: number; ofPatients: number; told: number | null }>(
      `SELECT count(*) FILTER (WHERE kind = 'vendor-outage' AND absent_since IS NULL)::int AS open,
         count(*) FILTER (WHERE patient_id IS NOT NULL)::int AS "ofPatients",
         max((evidence ->> 'patientsSilent')::int) FILTER (WHERE kind = 'vendor-outage') AS told
       FROM alert WHERE clinic_id = $1`,
      [clinicId],
    );
    return row!;
  };
  await look();
  const before = (await count()).open;
  await heardOf(app, patientIds.slice(0, silent), 60);
  for (const [i, patientId] of alone.entries()) await heardOf(app, [patientId], 60 + 72 * i);
  const begun = performance.now();
  await look();
  const lookMs = performance.now() - begun;
  await Promise.all([look(), look()]);
  const { open: alerts, ofPatients, told } = await count();
  await heardOf(app, patientIds, 1);
  await look();
  const after = (await count()).open;
  return { patients: patientIds.length, silent, before, alerts, ofPatients, told, after, lookMs };
}

async function sendOne({ app, token }: Silence, patientIds: readonly string[], device: string): Promise<void> {
  const start = new Date(Date.now() - 3_600_000).toISOString();
  let next = 0;
  const one = async () => {
    for (let n = next++; n < patientIds.length; n = next++)
      await postObservations(app, token, patientIds[n]!, [{ metric: 'heartRate', value: 70, start, device }]);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, one));
}

const heardOf = (app: TestApp, patientIds: readonly string[], hoursAgo: number) =>
  app.database.asOwner(
    `UPDATE source_contact SET last_contact_at = now() - make_interval(hours => $2) WHERE patient_id = ANY($1::uuid[])`,
    [patientIds, hoursAgo],
  );
