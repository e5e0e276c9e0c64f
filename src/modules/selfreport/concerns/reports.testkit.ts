import type { TestApp } from '../../../../test/support/app.js';
import {
  createClinic,
  inviteAndAccept,
  type Person,
  registerPatient,
  tokenFor,
} from '../../../../test/support/people.js';

const DAY_MS = 86_400_000;
export const LOINC = 'http://loinc.org';
export const ITEM_9 = { system: LOINC, code: '44260-8' };

/** An alert as the worklist has it. */
export interface Row {
  readonly id: string;
  readonly kind: string;
  readonly severity: number;
  readonly version: number;
  readonly tier: string;
  readonly sentence: { readonly key: string; readonly facts: Readonly<Record<string, unknown>> };
}

export const ago = (days: number) => new Date(Date.now() - days * DAY_MS - 60_000).toISOString();

/** A clinic to which programs send what patients answered. */
export async function openReports(app: TestApp, name: string) {
  const clinic = await createClinic(app, name);
  const clinician: Person = await inviteAndAccept(app, clinic.admin, { role: 'clinician' });
  const token = await tokenFor(app, clinic.id);
  const dueOf = (patientId: string) =>
    app.database.asOwner('SELECT 1 FROM due_day WHERE patient_id = $1 AND next_at <= now()', [patientId]);
  const judged = async (patientId: string): Promise<void> => {
    for (const until = Date.now() + 30_000; (await dueOf(patientId)).length > 0;) {
      if (Date.now() > until) throw new Error('Not judged in time');
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };
  const send = (path: string, type: string, body: string) =>
    app.http().post(path).set('authorization', `Bearer ${token}`).set('content-type', type).send(body);
  return {
    clinic,
    clinician,
    token,
    judged,
    send,
    patient: () => registerPatient(clinician),
    /** An Observation as it is, said of this patient. */
    async post(patientId: string, observation: object): Promise<void> {
      const subject = { reference: `Patient/${patientId}` };
      const body = { resourceType: 'Observation', status: 'final', subject, ...observation };
      const { status } = await send('/fhir/Observation', 'application/fhir+json', JSON.stringify(body));
      if (status !== 201 && status !== 200) throw new Error(`Not stored: ${status}`);
    },
    /** Item 9 as another system sends it, beside whatever total. */
    item9(patientId: string, effectiveDateTime: string, answer: object, more: object = {}): Promise<void> {
      return this.post(patientId, { code: { coding: [ITEM_9] }, effectiveDateTime, ...answer, ...more });
    },
    async open(patientId: string, kind: string): Promise<Row[]> {
      const found = await clinician.agent.get(`/api/v1/alerts?patientId=${patientId}`).expect(200);
      return found.body.items.filter((row: Row) => row.kind === kind);
    },
    async detail(alertId: string) {
      return (await clinician.agent.get(`/api/v1/alerts/${alertId}`).expect(200)).body;
    },
    resolve: ({ id, version }: Row) =>
      clinician.agent.post(`/api/v1/alerts/${id}/resolve`).send({ version, outcome: 'contacted' }).expect(200),
    async heldBack(patientId: string): Promise<string[]> {
      const found = await clinician.agent.get(`/api/v1/alerts/suppressed?patientId=${patientId}`).expect(200);
      return found.body.items
        .filter((row: Row) => row.kind === 'red-flag')
        .map((row: { reason: string }) => row.reason);
    },
  };
}
export type Reports = Awaited<ReturnType<typeof openReports>>;
export const coded = (code: string) => ({ valueCodeableConcept: { coding: [{ system: LOINC, code }] } });
