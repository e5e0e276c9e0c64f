import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestApp, type TestApp } from '../../../../test/support/app.js';
import { ago, coded, ITEM_9, LOINC, openReports, type Reports } from './reports.testkit.js';

let app: TestApp;
let clinic: Reports;

beforeAll(async () => {
  app = await createTestApp();
  clinic = await openReports(app, 'flags');
}, 120_000);
afterAll(() => app?.close());

const flagOf = async (patientId: string) => {
  await clinic.judged(patientId);
  const flags = await clinic.open(patientId, 'red-flag');
  expect(flags).toHaveLength(1);
  return flags[0]!;
};
const FORM = { coding: [{ system: LOINC, code: '44249-1' }] };
const form = (answer: object | null, total: number, code: object = FORM) => ({
  code,
  component: [
    ...(answer ? [{ code: { coding: [ITEM_9] }, ...answer }] : []),
    { code: { coding: [{ system: LOINC, code: '44261-6' }] }, valueInteger: total },
  ],
});

describe('an answer that calls somebody, as other systems send it', () => {
  it.each<[string, object, string]>([
    ['behind a code of their own', { code: { coding: [{ system: 'urn:local', code: 'phq9-9' }, ITEM_9] }, valueInteger: 1 }, 'redFlag.selfHarm'], // prettier-ignore
    ['as a part of a form', form(coded('LA6570-1'), 4), 'redFlag.selfHarm'],
    ['as a part of a form of their own', form({ valueInteger: 1 }, 4, { text: 'Our PHQ-9' }), 'redFlag.selfHarm'],
    ['with a weight of another list', { code: { coding: [ITEM_9] }, valueCodeableConcept: { coding: [{ system: 'urn:x', code: 'b', extension: [{ url: 'http://hl7.org/fhir/StructureDefinition/ordinalValue', valueDecimal: 2 }] }] } }, 'redFlag.selfHarm'], // prettier-ignore
    ['in words', { code: { coding: [ITEM_9] }, valueCodeableConcept: { text: 'Several days' } }, 'redFlag.selfHarm'],
    ['in words alone', { code: { coding: [ITEM_9] }, valueString: 'Nearly every day' }, 'redFlag.selfHarm'],
    ['as something nobody here can read', { code: { coding: [ITEM_9] }, ...coded('LA99999-9') }, 'redFlag.unreadable'],
  ])('%s', async (_name, observation, key) => {
    const patientId = await clinic.patient();
    await clinic.post(patientId, { ...observation, effectiveDateTime: ago(0) });
    expect(await flagOf(patientId)).toMatchObject({ tier: 'now', severity: 3, sentence: { key } });
  });

  it('in a bundle and in lines', async () => {
    const observation = (patientId: string) => ({
      resourceType: 'Observation',
      status: 'final',
      subject: { reference: `Patient/${patientId}` },
      effectiveDateTime: ago(0),
      ...form({ valueInteger: 3 }, 4),
    });
    const [one, other] = [await clinic.patient(), await clinic.patient()];
    const entry = [{ resource: observation(one), request: { method: 'POST', url: 'Observation' } }];
    const bundle = { resourceType: 'Bundle', type: 'transaction', entry };
    await clinic.send('/fhir', 'application/fhir+json', JSON.stringify(bundle)).expect(200);
    await clinic
      .send('/fhir/$import', 'application/fhir+ndjson', `${JSON.stringify(observation(other))}\n`)
      .expect(200);
    for (const patientId of [one, other]) expect((await flagOf(patientId)).sentence.facts['answer']).toBe(3);
  });

  it('as an item and as a part of its form is one answer; the form’s total is a total', async () => {
    const patientId = await clinic.patient();
    const at = ago(0);
    await clinic.post(patientId, { ...form({ valueInteger: 1 }, 21), effectiveDateTime: at });
    const flag = await flagOf(patientId);
    await clinic.item9(patientId, at, { valueInteger: 1 });
    expect(await flagOf(patientId)).toMatchObject({ id: flag.id, version: flag.version });
    const [total] = await clinic.open(patientId, 'prom-threshold');
    expect(total).toMatchObject({ severity: 3, sentence: { facts: { value: 21 } } });
    expect((await clinic.detail(total!.id)).clears).toMatchObject({ threshold: 10 });
    // The form is corrected: the total with it.
    await clinic.post(patientId, { ...form({ valueInteger: 1 }, 6), effectiveDateTime: at });
    await clinic.judged(patientId);
    expect(await clinic.open(patientId, 'prom-threshold')).toEqual([]);
  });
});

describe('an answer that changes after somebody was told', () => {
  it.each<[string, object, object, string]>([
    ['withdrawn', { valueInteger: 2 }, { status: 'entered-in-error' }, 'withdrawn'],
    ['corrected', { valueInteger: 0 }, {}, 'corrected'],
  ])('%s: the alert says so, by whom and when, rings, and stays', async (_name, answer, more, how) => {
    const patientId = await clinic.patient();
    const at = ago(0);
    await clinic.item9(patientId, at, { valueInteger: 2 });
    const flag = await flagOf(patientId);
    await clinic.item9(patientId, at, answer, more);
    const changed = await flagOf(patientId);
    expect(changed).toMatchObject({ id: flag.id, version: flag.version + 1, sentence: { key: 'redFlag.changed', facts: { how } } }); // prettier-ignore
    const { evidence, timeline } = await clinic.detail(flag.id);
    expect(evidence.answers).toMatchObject([{ change: { how, was: 2 } }]);
    expect(evidence.answers[0].change.by).toMatch(/\w/);
    expect(changed.sentence.facts['by']).toBe(evidence.answers[0].change.by);
    expect(timeline.at(-1)).toMatchObject({ kind: 'extended', sentence: { key: 'redFlag.changed' } });
    const rung = await app.database.asOwner('SELECT 1 FROM delivery WHERE object_id = $1', [flag.id]);
    expect(rung.length).toBeGreaterThanOrEqual(2);
  });

  it('left out of its form', async () => {
    const patientId = await clinic.patient();
    const at = ago(0);
    await clinic.post(patientId, { ...form({ valueInteger: 1 }, 4), effectiveDateTime: at });
    await flagOf(patientId);
    await clinic.post(patientId, { ...form(null, 4), effectiveDateTime: at });
    expect((await flagOf(patientId)).sentence).toMatchObject({ key: 'redFlag.changed', facts: { how: 'withdrawn' } });
  });
});

describe('an answer after another', () => {
  it('makes the open alert worse and calls again; once somebody has ended it, the next is a new one', async () => {
    const patientId = await clinic.patient();
    await clinic.item9(patientId, ago(3), { valueInteger: 2 });
    const flag = await flagOf(patientId);
    await clinic.clinician.agent
      .post(`/api/v1/alerts/${flag.id}/acknowledge`)
      .send({ version: flag.version })
      .expect(200);
    await clinic.item9(patientId, ago(2), { valueInteger: 1 });
    const again = await flagOf(patientId);
    expect(again).toMatchObject({ id: flag.id, state: 'open', sentence: { key: 'redFlag.selfHarmAgain' } });
    const { timeline, evidence } = await clinic.detail(flag.id);
    expect(timeline.map(({ kind }: { kind: string }) => kind)).toEqual(['raised', 'acknowledged', 'worsened']);
    expect(evidence.answers.map(({ answer }: { answer: number }) => answer)).toEqual([2, 1]);
    // Each chain of calls begins with an event of the alert: another one since it grew worse.
    const chains = await app.database.asOwner('SELECT DISTINCT chain FROM escalation_step WHERE alert_id = $1', [flag.id]); // prettier-ignore
    expect(chains).toHaveLength(2);
    await clinic.resolve(again);
    await clinic.item9(patientId, ago(1), { valueInteger: 1 });
    const next = await flagOf(patientId);
    expect(next.id).not.toBe(flag.id);
    expect(next.sentence).toMatchObject({ key: 'redFlag.selfHarm' });
    expect((await clinic.detail(next.id)).evidence.answers.map((one: { earlier: boolean }) => one.earlier)).toEqual([true, true, false]); // prettier-ignore
  });

  it('none is lost, however many there are, and what counts for nothing takes no room', async () => {
    const patientId = await clinic.patient();
    const many = Array.from({ length: 41 }, (_, i) => i);
    const entry = many.map((i) => ({
      resource: {
        resourceType: 'Observation',
        status: i % 3 ? 'final' : 'entered-in-error',
        code: { coding: [ITEM_9] },
        subject: { reference: `Patient/${patientId}` },
        effectiveDateTime: ago(i / 4),
        valueInteger: i % 4,
      },
      request: { method: 'POST', url: 'Observation' },
    }));
    const bundle = { resourceType: 'Bundle', type: 'batch', entry };
    await clinic.send('/fhir', 'application/fhir+json', JSON.stringify(bundle)).expect(200);
    const { id } = await flagOf(patientId);
    const counting = many.filter((i) => i % 3 && i % 4);
    expect((await clinic.detail(id)).evidence.answers).toHaveLength(counting.length);
  });
});
