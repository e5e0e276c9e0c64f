import { createHash, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestApp, type TestApp } from '../../../test/support/app.js';
import { type CareCircle, gatherCareCircle } from '../../../test/support/care.js';
import { answerConsent, shownHash } from '../../../test/support/consents.js';
import { createClinic, ok, type Person } from '../../../test/support/people.js';
import { scansOf } from '../../../test/support/plans.js';
import { Database, query } from '../../platform/database/database.js';
import { lockDecisions } from './consents.repository.js';
import { findDecisions, findLastDecision } from './index.js';
import { validateResource } from '../fhir/validate/index.js';

let app: TestApp;
let circle: CareCircle;

beforeAll(async () => {
  app = await createTestApp();
  circle = await gatherCareCircle(app, await createClinic(app, 'asking'), 'Agreeing');
}, 120_000);
afterAll(() => app?.close());

const put = (by: Person, purpose: string, body: object) =>
  by.agent.put(`/api/v1/patients/${circle.patientId}/consents/${purpose}`).send(body);
const viewOf = async (by: Person, purpose: string) => {
  const { body } = await by.agent.get(`/api/v1/patients/${circle.patientId}/consents`).expect(ok);
  return body.items.find((item: { purpose: string }) => item.purpose === purpose);
};
const publish = (over: object = {}) =>
  circle.admin.agent.post('/api/v1/consent-texts').send({
    id: randomUUID(),
    purpose: 'research',
    language: 'en',
    title: 'Recording, our words',
    body: 'A visit may be recorded when I say yes before it begins. Our words.',
    ...over,
  });
const sha = ({ title, body }: { title: string; body: string }) =>
  createHash('sha256').update(`${title}\n\n${body}`).digest('hex');

describe('the words of a consent', () => {
  it('are kept exactly as they were shown, whatever is published later', async () => {
    const before = await viewOf(circle.patient, 'research');
    expect(before).toMatchObject({ status: 'none', history: [], hasNewerText: false });
    const shown = before.texts[0];
    expect(shown.sha256).toBe(sha(shown));
    const { body: given } = await put(circle.patient, 'research', {
      status: 'given',
      textHash: shown.sha256,
    }).expect(200);
    expect(given).toMatchObject({ status: 'given', hasNewerText: false, history: [{ how: 'in-app', reason: null }] });

    const { body: newer } = await publish().expect(201);
    expect(newer.version).toBe(2);
    const path = `/api/v1/patients/${circle.patientId}/consents/${given.history[0].id}`;
    const { body: kept } = await circle.coordinator.agent.get(path).expect(200);
    expect(kept.text).toMatchObject({ title: shown.title, body: shown.body, sha256: shown.sha256, version: 1 });
    expect(await viewOf(circle.patient, 'research')).toMatchObject({ status: 'given', hasNewerText: true });

    // Whoever still has the old words on screen is shown the new ones.
    const late = await put(circle.patient, 'research', { status: 'given', textHash: shown.sha256 });
    expect([late.status, late.body.code]).toEqual([409, 'CONSENT_TEXT_CHANGED']);
    const { body: renewed } = await put(circle.patient, 'research', { status: 'given', textHash: newer.sha256 });
    expect(renewed).toMatchObject({ status: 'given', hasNewerText: false });
    expect(renewed.history.map(({ version }: { version: number }) => version)).toEqual([2, 1]);
  });

  it('are one version a language; the other language may be answered as well', async () => {
    const { body: german } = await publish({
      language: 'de',
      title: 'Aufzeichnung',
      body: 'Ein Besuch darf aufgezeichnet werden, wenn ich vorher zustimme.',
    }).expect(201);
    expect(german).toMatchObject({ version: 1, language: 'de' });
    const view = await viewOf(circle.patient, 'research');
    expect(view.texts.map(({ language }: { language: string }) => language)).toEqual(['de', 'en']);
    await put(circle.patient, 'research', { status: 'given', textHash: german.sha256 }).expect(200);
  });

  it('are published once, however often the page retries', async () => {
    const text = { id: randomUUID(), purpose: 'share-primary-care' };
    const first = await publish(text).expect(201);
    const again = await publish(text).expect(201);
    expect(again.body).toEqual(first.body);
    await publish({ ...text, title: 'Something else' }).expect(409, /CONSENT_TEXT_EXISTS/);
    await publish({ ...text, id: randomUUID(), body: 'short' }).expect(422, /body/);
    await publish({ ...text, id: randomUUID(), language: 'Deutsch' }).expect(422, /language/);
  });

  it('cannot be changed or removed, nor can an answer, by the role that serves requests', async () => {
    const { database } = app.surroundings;
    for (const sql of [
      `UPDATE consent_text SET body = 'x'`,
      'DELETE FROM consent_text',
      `UPDATE consent SET status = 'given'`,
      'DELETE FROM consent',
      `UPDATE break_glass SET reason = 'something quite different from before'`,
    ])
      await expect(database.inClinic(circle.clinicId, () => database.source.query(sql))).rejects.toThrow(
        /permission denied/,
      );
  });
});

describe('recording, which nothing does', () => {
  it('is not asked about; what was answered stays, and can be withdrawn', async () => {
    expect(await viewOf(circle.patient, 'recording')).toBeUndefined();
    const { body } = await circle.admin.agent.get('/api/v1/consent-texts').expect(200);
    expect(body.items.some(({ purpose }: { purpose: string }) => purpose === 'recording')).toBe(false);
    await app.database.asOwner(
      `INSERT INTO consent (clinic_id, id, patient_id, purpose, status, recorded_by, how) VALUES ($1, $2, $3, 'recording', 'given', $4, 'earlier')`,
      [circle.clinicId, randomUUID(), circle.patientId, `person/${circle.patient.personId}`],
    );
    expect(await viewOf(circle.patient, 'recording')).toMatchObject({ status: 'given', history: [{ how: 'earlier' }] });
    const { body: ended } = await put(circle.patient, 'recording', { status: 'withdrawn' }).expect(200);
    expect(ended).toMatchObject({ status: 'withdrawn', isAsked: false });
    // Nor is it asked anew of whoever has answered once.
    const textHash = ended.texts[0].sha256;
    const { body: refused } = await put(circle.patient, 'recording', { status: 'given', textHash }).expect(409);
    expect(refused.code).toBe('CONSENT_TEXT_CHANGED');
  });
});

describe('an answer', () => {
  it('by the team says how it was told and why, the patient’s own says neither', async () => {
    const textHash = await shownHash(circle.patient, circle.patientId, 'share-primary-care');
    const given = { status: 'given', textHash };
    await put(circle.treating, 'share-primary-care', given).expect(422, /how/);
    await put(circle.treating, 'share-primary-care', { ...given, how: 'paper' }).expect(422, /reason/);
    await put(circle.patient, 'share-primary-care', { ...given, how: 'paper', reason: 'Signed today' }).expect(422);
    const { body } = await put(circle.treating, 'share-primary-care', {
      ...given,
      how: 'paper',
      reason: 'Signed today, no smartphone',
    }).expect(200);
    expect(body.history[0]).toMatchObject({
      how: 'paper',
      reason: 'Signed today, no smartphone',
      by: { side: 'clinic', name: expect.any(String) },
    });
    const { body: own } = await put(circle.patient, 'share-primary-care', { status: 'withdrawn' }).expect(200);
    expect(own.history[0]).toMatchObject({ status: 'withdrawn', how: 'in-app', by: { side: 'patient' } });
  });

  it('that is so already is no news, one out of turn is refused', async () => {
    const { neighbour } = circle;
    const textHash = await shownHash(neighbour, neighbour.patientId!, 'research');
    const say = (purpose: string, body: object) =>
      neighbour.agent.put(`/api/v1/patients/${neighbour.patientId}/consents/${purpose}`).send(body);
    await say('research', { status: 'withdrawn' }).expect(409, /CONSENT_NOT_GIVEN/);
    await say('research', { status: 'given' }).expect(422, /CONSENT_TEXT_NEEDED/);
    const twice = await Promise.all([1, 2, 3].map(() => say('research', { status: 'given', textHash }).expect(200)));
    expect(twice.map(({ body }) => body.history.length)).toEqual([1, 1, 1]);
    await say('research', { status: 'declined', textHash }).expect(409, /CONSENT_GIVEN/);
    await say('astrology', { status: 'given', textHash }).expect(422);
  });

  it('leaves one row in the audit with the patient and the consent', async () => {
    const view = await answerConsent(circle.patient, circle.patientId, 'sensitive-notes', 'declined');
    const { id } = (view['history'] as { id: string }[])[0]!;
    const rows = await app.database.asOwner(
      `SELECT type, interaction, role, outcome FROM audit_event WHERE object_id = $1 AND patient_id = $2`,
      [id, circle.patientId],
    );
    expect(rows).toEqual([{ type: 'Consent', interaction: 'update', role: 'patient', outcome: 'success' }]);
  });
});

it('answers about one patient wait for each other, however the id is spelled', async () => {
  const { clinicId, patientId } = circle;
  const locks = await app.nest.get(Database).inClinic(clinicId, async () => {
    await lockDecisions(patientId);
    await lockDecisions(patientId.toUpperCase());
    return query(`SELECT objid FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()`);
  });
  expect(locks).toHaveLength(1);
});

it('who answered is looked up by name for the answers, not among all people', async () => {
  await app.database.asOwner(
    `INSERT INTO person (id, name, email) SELECT gen_random_uuid(), 'P', 'p' || n || '@crowd.example' FROM generate_series(1, 3000) n`,
  );
  await app.database.asOwner('ANALYZE');
  const { clinicId, patientId } = circle;
  const rowsOf = async (run: () => Promise<unknown>) => {
    const scans = await scansOf(app.nest.get(Database), clinicId, run);
    const rows = (name: string) =>
      scans.filter(({ table }) => table === name).reduce((sum, scan) => sum + scan.rows, 0);
    return { consents: rows('consent'), people: rows('person') };
  };
  const all = await rowsOf(() => findDecisions(patientId));
  expect(all.people).toBeLessThanOrEqual(all.consents);
  expect(all.consents).toBeGreaterThan(5);
  const last = await rowsOf(() => findLastDecision(patientId, 'monitoring'));
  expect(last.consents).toBeLessThan(all.consents);
  expect(last.people).toBeLessThanOrEqual(1);
  const { history } = await viewOf(circle.coordinator, 'research');
  expect(history[0]?.by).toEqual({ side: 'patient', name: expect.any(String) });
});

describe('FHIR Consents', () => {
  const search = async (query: string) => {
    const { body } = await circle.coordinator.agent
      .get(`/fhir/Consent?patient=${circle.patientId}${query}`)
      .set('accept', 'application/fhir+json')
      .expect(200);
    return body.entry.map((entry: { resource: Record<string, unknown> }) => entry.resource);
  };

  it('are valid R4, one an answer, with the words that were shown', async () => {
    const all = await search('');
    expect(all.length).toBeGreaterThan(5);
    for (const resource of all) {
      expect([resource.id, validateResource(resource, 'Consent')]).toEqual([resource.id, []]);
      const { body } = await circle.patient.agent.get(`/fhir/Consent/${resource.id}`).expect(200);
      expect(body).toEqual(resource);
    }
    const worded = all.filter((resource: object) => 'sourceAttachment' in resource);
    expect(worded.length).toBeGreaterThan(4);
    for (const { sourceAttachment, identifier } of worded) {
      const text = Buffer.from(sourceAttachment.data, 'base64');
      expect(createHash('sha256').update(text).digest('hex')).toBe(identifier[0].value);
      expect(createHash('sha1').update(text).digest('base64')).toBe(sourceAttachment.hash);
    }
  });

  it('say what holds: active, rejected, inactive', async () => {
    const of = async (purpose: string) =>
      (await search('')).flatMap(
        (r: { category: { coding: { code: string }[] }[]; status: string; provision: { type: string } }) =>
          r.category[1]!.coding[0]!.code === purpose ? [`${r.status} ${r.provision.type}`] : [],
      );
    expect(await of('research')).toEqual(['active permit', 'inactive permit', 'inactive permit']);
    expect(await of('share-primary-care')).toEqual(['inactive deny', 'inactive permit']);
    expect(await of('sensitive-notes')).toEqual(['rejected deny']);
    expect((await search('&status=rejected')).length).toBe(1);
    await circle.coordinator.agent.get('/fhir/Consent').expect(422, /patient/);
  });
});
