import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { createTestApp, type TestApp } from '../../../../test/support/app.js';
import { type CareCircle, gatherCareCircle } from '../../../../test/support/care.js';
import { answerConsent } from '../../../../test/support/consents.js';
import { postObservations, type Reading } from '../../../../test/support/fhir.js';
import { createClinic, type Person } from '../../../../test/support/people.js';
import { addDays, civilDayOf, endOfDay, startOfDay } from '../../../metrics/index.js';
import { toldOf } from '../../told/told.testkit.js';

const ZONE = 'Europe/Berlin';
const DAYS = 70;
const WORSE_FOR = 21;

let app: TestApp;
let circle: CareCircle;
let kit: ReturnType<typeof toldOf>;
let despairId: string;

/** Steps and pain of ten weeks up to yesterday; in the last three everything goes wrong. */
function story(): Reading[] {
  const today = civilDayOf(ZONE, Date.now());
  return Array.from({ length: DAYS }, (_, i): Reading[] => {
    const start = startOfDay(ZONE, addDays(today, i - DAYS));
    const end = endOfDay(ZONE, addDays(today, i - DAYS));
    const worse = i >= DAYS - WORSE_FOR;
    const steps = (worse ? 2600 : 7000) + (((i * 7919) % 13) - 6) * 90;
    const iso = (ms: number) => new Date(ms).toISOString();
    return [
      { metric: 'steps', value: steps, start: iso(start), end: iso(end) },
      {
        metric: 'painIntensity',
        value: (worse ? 8 : 4) + (i % 3 === 0 ? 1 : 0),
        start: iso(start + 19 * 3_600_000),
        device: 'diary',
      },
    ];
  }).flat();
}

/** PHQ-9's last question: an answer whose code is no metric of ours. @returns the observation's id */
async function postDespair(): Promise<string> {
  const { body } = await request(app.url)
    .post('/fhir/Observation')
    .set('authorization', `Bearer ${circle.token}`)
    .set('content-type', 'application/fhir+json')
    .send({
      resourceType: 'Observation',
      status: 'final',
      code: { coding: [{ system: 'http://loinc.org', code: '44260-8' }] },
      subject: { reference: `Patient/${circle.patientId}` },
      effectiveDateTime: new Date(Date.now() - 30 * 86_400_000).toISOString(),
      valueQuantity: { value: 1, unit: '{score}', system: 'http://unitsofmeasure.org', code: '{score}' },
    })
    .expect(201);
  return body.id;
}

const planSprint = () => {
  const today = civilDayOf(ZONE, Date.now());
  return circle.treating.agent
    .post(`/api/v1/patients/${circle.patientId}/sprints`)
    .send({
      id: randomUUID(),
      goal: 'Walk to the market',
      startsOn: addDays(today, -10),
      endsOn: addDays(today, 25),
      metrics: [
        { metric: 'steps', target: 8000 },
        { metric: 'painIntensity', target: 3 },
      ],
    })
    .expect(201);
};

const seriesOf = async (of: Person) =>
  (await of.agent.get(`/api/v1/patients/${circle.patientId}/series`).expect(200)).body;
const panelOf = async (of: Person, metric: string) =>
  (await seriesOf(of)).panels.find((panel: { metric: string }) => panel.metric === metric);
const alerts = async () =>
  (await circle.treating.agent.get(`/api/v1/alerts?patientId=${circle.patientId}`).expect(200)).body.items as {
    id: string;
    kind: string;
    domain: string;
  }[];
const worse = async () => (await alerts()).filter(({ kind }) => kind === 'deterioration');

beforeAll(async () => {
  app = await createTestApp();
  circle = await gatherCareCircle(app, await createClinic(app, 'plain'), 'Plain');
  kit = toldOf(app, circle);
  await answerConsent(circle.patient, circle.patientId, 'share-caregiver', 'given');
  await kit.grant('trends');
  await planSprint();
  await postObservations(app, circle.token, circle.patientId, story());
  despairId = await postDespair();
  const until = Date.now() + 60_000;
  const isJudged = async () => (await worse()).length > 0;
  while (!(await isJudged()) && Date.now() < until) await new Promise((resolve) => setTimeout(resolve, 100));
}, 240_000);
afterAll(() => app?.close());

describe('what may worry, among the numbers of a patient', () => {
  it('is read by the team at once, and by the patient and a caregiver once somebody has looked', async () => {
    expect(await panelOf(circle.treating, 'steps')).toMatchObject({
      course: 'worse',
      sentence: { key: 'trend.changed' },
    });
    expect((await seriesOf(circle.treating)).headline).toMatchObject({ key: 'trend.changed' });
    for (const reader of [circle.patient, circle.caregiver]) {
      const { headline, patientHeadline, course, panels } = await seriesOf(reader);
      expect({ headline, patientHeadline, course }).toEqual({ headline: null, patientHeadline: null, course: 'none' });
      expect(panels.map((panel: { course: string }) => panel.course)).not.toContain('worse');
      expect(await panelOf(reader, 'steps')).toMatchObject({
        change: null,
        sentence: null,
        patientSentence: { key: 'trend.lately', facts: { metric: 'steps', value: expect.any(Number) } },
      });
      const goals = (await seriesOf(reader)).sprint?.metrics.map(({ course }: { course: string }) => course);
      expect(goals).toEqual(reader === circle.patient ? ['none', 'none'] : undefined);
      expect((await panelOf(reader, 'steps')).target).toBe(reader === circle.patient ? 8000 : null);
      const detail = await reader.agent.get(`/api/v1/patients/${circle.patientId}`).expect(200);
      expect(detail.body).toMatchObject({ course: 'none', headline: null, openAlerts: 0 });
    }
    for (const { id } of await worse()) await kit.chain.act(circle.treating, id, 'acknowledge');
    await kit.tick();
    for (const reader of [circle.patient, circle.caregiver])
      expect(await panelOf(reader, 'steps')).toMatchObject({
        course: 'worse',
        patientSentence: { key: 'trend.changed' },
      });
    expect((await seriesOf(circle.patient)).patientHeadline).toMatchObject({ key: 'trend.changed' });
  });
});

describe('what somebody answered', () => {
  const ways = async () => {
    const { caregiver, patientId } = circle;
    const { agent } = caregiver;
    const day = addDays(civilDayOf(ZONE, Date.now()), -3);
    // Over pages: the second is asked for in another way than the first.
    const entry: object[] = [];
    for (let url: string | undefined = `/fhir/Observation?patient=${patientId}&_count=60`; url !== undefined;) {
      const { body } = await agent.get(url).expect(200);
      entry.push(...(body.entry ?? []));
      const next = body.link.find(({ relation }: { relation: string }) => relation === 'next')?.url as
        string | undefined;
      url = next?.slice(next.indexOf('/fhir'));
    }
    const found = { body: { entry: entry as never } };
    const last = await agent.get(`/fhir/Observation/$lastn?patient=${patientId}`).expect(200);
    const codes = (bundle: { entry?: { resource: { code: { coding: { code: string }[] } } }[] }) =>
      [...new Set((bundle.entry ?? []).map(({ resource }) => resource.code.coding[0]!.code))].sort();
    const raw = `/api/v1/patients/${patientId}/observations?metric=painIntensity&resolution=day&from=${day}&to=${day}`;
    const mine = await circle.patient.agent
      .get(`/fhir/Observation?patient=${patientId}&code=72514-3&_count=1`)
      .expect(200);
    return {
      panels: (await seriesOf(caregiver)).panels.map((panel: { metric: string }) => panel.metric),
      found: codes(found.body),
      last: codes(last.body),
      days: (await agent.get(raw)).status,
      day: (await agent.get(`/api/v1/patients/${patientId}/days/painIntensity/${day}`)).status,
      despair: (await agent.get(`/fhir/Observation/${despairId}`)).status,
      one: (await agent.get(`/fhir/Observation/${mine.body.entry[0].resource.id}`)).status,
    };
  };
  it('a caregiver reads with the category of answers only, on every road', async () => {
    await kit.grant('trends');
    expect(await ways()).toEqual({
      panels: ['steps'],
      found: ['55423-8'],
      last: ['55423-8'],
      days: 404,
      day: 404,
      despair: 404,
      one: 404,
    });
    await kit.grant('trends', 'responses');
    expect(await ways()).toEqual({
      panels: ['steps', 'painIntensity'],
      found: ['44260-8', '55423-8', '72514-3'],
      last: ['44260-8', '55423-8', '72514-3'],
      days: 200,
      day: 200,
      despair: 200,
      one: 200,
    });
  });

  it('… and hears of what becomes of it with that category only', async () => {
    const pain = (await alerts()).find(({ domain }) => domain === 'pain')!;
    await kit.grant('trends');
    expect(await kit.page(circle.caregiver, pain.id)).toBeUndefined();
    await kit.grant('trends', 'responses');
    expect(await kit.page(circle.caregiver, pain.id)).toMatchObject({ state: 'looking' });
  });
});
