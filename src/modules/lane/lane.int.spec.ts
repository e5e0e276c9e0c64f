import { randomUUID } from 'node:crypto';
import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestApp, type TestApp } from '../../../test/support/app.js';
import { alertOf, type CareCircle, gatherCareCircle, visitOf } from '../../../test/support/care.js';
import { answerConsent } from '../../../test/support/consents.js';
import { createClinic, ok, type Person, tokenFor } from '../../../test/support/people.js';
import { until } from '../../../test/support/until.js';
import { postObservations } from '../../../test/support/fhir.js';
import { connect, registerApp, type SmartApp } from '../../../test/support/smart-app.js';
import { toldOf } from '../told/told.testkit.js';
import { treatmentsOf } from '../treatments/treatments.testkit.js';

let app: TestApp;
let circle: CareCircle;
let told: ReturnType<typeof toldOf>;
let kit: ReturnType<typeof treatmentsOf>;
let flareId: string;
let smart: SmartApp;

interface Event {
  readonly on: string;
  readonly until: string | null;
  readonly kind: string;
  readonly label: string;
  readonly sentence: { key: string; facts: object } | null;
}

beforeAll(async () => {
  app = await createTestApp();
  circle = await gatherCareCircle(app, await createClinic(app, 'lane'), 'Laned');
  told = toldOf(app, circle);
  kit = treatmentsOf(circle);
  await answerConsent(circle.patient, circle.patientId, 'share-caregiver', 'given');
  const { treating, patientId } = circle;
  await treating.agent
    .put(`/api/v1/patients/${patientId}/time-zones`)
    .send({ since: `${kit.day(-8)}T12:00:00Z`, zone: 'America/New_York' })
    .expect(ok);
  await treating.agent
    .post(`/api/v1/patients/${patientId}/sprints`)
    .send({
      id: randomUUID(),
      goal: 'Walk to the market',
      startsOn: kit.day(-12),
      endsOn: kit.day(20),
      metrics: [{ metric: 'steps', target: 8000 }],
    })
    .expect(ok);
  // Before the journey late in the evening elsewhere, and in Berlin the next day; then it is still the evening in New York.
  await visitAt(`${kit.day(-10)}T23:30:00Z`);
  await visitAt(`${kit.day(-3)}T02:00:00Z`);
  await kit.note(kit.aDose({ on: kit.day(-40), until: kit.day(-15) }));
  await kit.note(kit.aDose({ on: kit.day(-14), dose: '150 mg twice daily', until: kit.day(-2) }));
  await kit.note(kit.aProcedure({ on: kit.day(-6), until: kit.day(-4) }));
  flareId = await told.raise('flare', { since: kit.day(-1) });
  smart = await registerApp(circle.admin, { kind: 'confidential', scopes: 'launch/patient patient/*.rs user/*.rs' });
}, 120_000);
afterAll(() => app?.close());

async function visitAt(startsAt: string): Promise<void> {
  const id = await visitOf(circle, 'in-progress');
  await app.database.asOwner('UPDATE visit SET starts_at = $1 WHERE id = $2', [startsAt, id]);
}
const seriesOf = async (of: Person): Promise<Event[]> =>
  (await of.agent.get(`/api/v1/patients/${circle.patientId}/series?from=${kit.day(-30)}&to=${kit.day(1)}`).expect(200))
    .body.events;
const kindsIn = (events: readonly Event[]) => [...new Set(events.map(({ kind }) => kind))].sort();
const kindsOf = async (of: Person) => kindsIn(await seriesOf(of));

const lineOf = ({ on, until, kind, label }: Event) => [on, until, kind, label];
const askSeries = (token: string) =>
  request(app.url)
    .get(`/api/v1/patients/${circle.patientId}/series`)
    .set('authorization', `Bearer ${token}`)
    .expect(200);
const seriesWith = async (token: string) => (await askSeries(token)).body.events as Event[];

/** What an app reads that this person lets in, with these scopes. */
async function kindsOfApp(of: Person, scopes: string): Promise<string[]> {
  const about = scopes.startsWith('launch/patient ') ? circle.patientId : undefined;
  return kindsIn(await seriesWith((await connect(app, smart, of, scopes, about)).access_token));
}

describe('the event lane', () => {
  it('tells the team what happened, in the patient’s days, and how doses changed', async () => {
    const events = await seriesOf(circle.treating);
    expect(events.map(lineOf)).toEqual([
      [kit.day(-14), null, 'dose', 'Pregabalin 75 mg → 150 mg twice daily'],
      [kit.day(-12), kit.day(20), 'sprint', 'Walk to the market'],
      [kit.day(-9), null, 'visit', 'video'],
      [kit.day(-8), null, 'zone', 'America/New_York'],
      [kit.day(-6), kit.day(-4), 'procedure', 'Facet joint injection'],
      [kit.day(-4), null, 'visit', 'video'],
      [kit.day(-2), null, 'dose', 'Pregabalin'],
      [kit.day(-1), null, 'flare', 'Flare'],
    ]);
    expect(events.flatMap(({ sentence }) => sentence ?? [])).toEqual([
      { key: 'dose.changed', facts: { medication: 'Pregabalin', from: '75 mg', to: '150 mg twice daily' } },
      { key: 'dose.stopped', facts: { medication: 'Pregabalin' } },
    ]);
  });

  it('is the same one beside the evidence of an alert', async () => {
    const { body } = await circle.treating.agent.get(`/api/v1/alerts/${await alertOf(app, circle)}`).expect(200);
    // From sixty days before the alert on: with the day on which the dose began.
    expect(body.lane.map(lineOf)).toEqual([
      [kit.day(-40), null, 'dose', 'Pregabalin 75 mg twice daily'],
      ...(await seriesOf(circle.treating)).map(lineOf),
    ]);
    expect(Object.keys(body.lane[0]).sort()).toEqual(['kind', 'label', 'on', 'sentence', 'until']);
  });

  it('has a flare for the patient and a caregiver once their page has told of it', async () => {
    const ALL = ['dose', 'procedure', 'sprint', 'visit', 'zone'];
    await told.grant('trends', 'visits', 'responses', 'notes');
    expect(await kindsOf(circle.patient)).toEqual(ALL);
    expect(await kindsOf(circle.caregiver)).toEqual(ALL);
    await told.chain.act(circle.treating, flareId, 'acknowledge');
    await told.tick();
    expect(await kindsOf(circle.patient)).toEqual([...ALL, 'flare'].sort());
    expect(await kindsOf(circle.caregiver)).toEqual([...ALL, 'flare'].sort());
    expect(Object.keys((await seriesOf(circle.patient))[0]!).sort()).toEqual([
      'kind',
      'label',
      'on',
      'sentence',
      'until',
    ]);
  });

  it.each<[string[], string[]]>([
    [['trends'], ['zone']],
    [
      ['trends', 'visits'],
      ['visit', 'zone'],
    ],
    [
      ['trends', 'responses'],
      ['flare', 'sprint', 'zone'],
    ],
    [
      ['trends', 'notes'],
      ['dose', 'procedure', 'zone'],
    ],
  ])('shows a caregiver of %j %j', async (categories, kinds) => {
    await told.grant(...categories);
    expect(await kindsOf(circle.caregiver)).toEqual(kinds);
  });

  it('holds no treatments for research, and reads them nowhere: patients agree to numbers and answers', async () => {
    for (const purpose of ['research', 'share-primary-care'] as const)
      await answerConsent(circle.patient, circle.patientId, purpose, 'given');
    const kindsFor = async (purpose: 'research' | 'share-primary-care') => {
      const token = await tokenFor(app, circle.clinicId, 'system/*.cruds', purpose);
      const found = await request(app.url)
        .get(`/fhir/MedicationStatement?patient=${circle.patientId}`)
        .set('authorization', `Bearer ${token}`);
      const kinds = (await seriesWith(token)).map(({ kind }) => kind);
      return [found.status, kinds.includes('dose'), kinds.includes('procedure')];
    };
    expect(await kindsFor('research')).toEqual([403, false, false]);
    expect(await kindsFor('share-primary-care')).toEqual([200, true, true]);
  });

  it.each([
    ['system/Observation.rs', []],
    ['system/Observation.rs system/MedicationStatement.rs', ['dose']],
    ['system/Observation.rs system/Procedure.rs', ['procedure']],
    ['system/Observation.rs system/Patient.s', []],
    ['system/Observation.rs system/Patient.r', ['sprint', 'zone']],
    ['system/*.cruds', ['dose', 'procedure', 'sprint', 'zone']],
  ])('shows a program with %s %j: no scope gives alerts and visits', async (scopes, kinds) => {
    expect(kindsIn(await seriesWith(await tokenFor(app, circle.clinicId, scopes)))).toEqual(kinds);
  });

  it.each([
    ['system/Observation.rs', false],
    ['system/Observation.rs system/Patient.r', true],
  ])('stands beside a sprint that runs, for a program with %s: %s', async (scopes, isTold) => {
    const { body } = await askSeries(await tokenFor(app, circle.clinicId, scopes));
    expect(body.sprint !== null).toBe(isTold);
  });

  it.each([
    ['user/Observation.rs', []],
    ['launch/patient patient/Observation.rs patient/Patient.r', ['sprint', 'zone']],
    ['launch/patient user/Observation.rs patient/Procedure.rs', ['procedure']],
    ['user/*.rs', ['dose', 'procedure', 'sprint', 'zone']],
  ])('shows an app with %s the same, whoever lets it in', async (scopes, kinds) => {
    for (const person of [circle.treating, circle.patient]) expect(await kindsOfApp(person, scopes)).toEqual(kinds);
  });

  it.each<[string[], string[]]>([
    [['trends'], ['zone']],
    [
      ['trends', 'visits', 'responses'],
      ['sprint', 'zone'],
    ],
    [
      ['trends', 'notes'],
      ['dose', 'procedure', 'zone'],
    ],
  ])('shows an app of a caregiver of %j %j, about the patient as about all', async (categories, kinds) => {
    await told.grant(...categories);
    for (const scopes of ['launch/patient patient/*.rs', 'user/*.rs'])
      expect([scopes, await kindsOfApp(circle.caregiver, scopes)]).toEqual([scopes, kinds]);
  });

  it('tells of a PEG with its score, for whoever may read answers', async () => {
    await postObservations(app, circle.token, circle.patientId, [
      { metric: 'pegScore', value: 13 / 3, start: `${kit.day(-7)}T12:00:00Z` },
    ]);
    const pegsOf = async (of: Person) => (await seriesOf(of)).filter(({ kind }) => kind === 'peg');
    await until('the day is added up', async () => (await pegsOf(circle.treating)).length > 0);
    const scored = [
      {
        on: kit.day(-7),
        until: null,
        kind: 'peg',
        label: 'PEG',
        sentence: { key: 'peg.answered', facts: { score: expect.closeTo(13 / 3) } },
      },
    ];
    for (const [categories, pegs] of [
      [['trends'], []],
      [['trends', 'responses'], scored],
    ] as const) {
      await told.grant(...categories);
      expect(await pegsOf(circle.caregiver)).toEqual(pegs);
    }
    expect(await pegsOf(circle.patient)).toEqual(scored);
  });
});
