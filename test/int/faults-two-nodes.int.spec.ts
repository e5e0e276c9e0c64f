import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestApp, type TestApp } from '../support/app.js';
import { type Face, makeCrowd } from '../support/crowd.js';
import { toBatch, toObservation } from '../support/fhir.js';
import { createClinic, registerPatient, tokenFor, inviteAndAccept, type TestClinic } from '../support/people.js';
import { untilQuiet } from '../support/quiet.js';

const PAIRS = 50;
const DAY_MS = 86_400_000;
const isoDaysAgo = (days: number) => new Date((Math.floor(Date.now() / DAY_MS) - days) * DAY_MS).toISOString();

describe('two nodes at once', () => {
  let nodes: [TestApp, TestApp];
  let clinic: TestClinic;
  let patientId: string;
  let token: string;

  beforeAll(async () => {
    const app = await createTestApp();
    nodes = [app, await createTestApp({ database: app.database })];
    clinic = await createClinic(app, 'two-nodes');
    const nurse = await inviteAndAccept(app, clinic.admin, { role: 'coordinator' });
    patientId = await registerPatient(nurse, { timeZone: 'UTC' });
    token = await tokenFor(app, clinic.id);
  }, 60_000);
  afterAll(async () => {
    await nodes[1].close();
    await nodes[0].close();
  }, 20_000);

  const postTo = async (node: TestApp, path: string, body: object) => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/fhir+json' };
    const answer = await fetch(node.url + path, { method: 'POST', headers, body: JSON.stringify(body) });
    return { status: answer.status, body: (await answer.json()) as { id: string } };
  };

  it('F17: one reading sent to both at the same moment is one observation, and one alert', async () => {
    for (let i = 0; i < PAIRS; i++) {
      const start = new Date(Date.UTC(2026, 0, 1) + i * 60_000).toISOString();
      const reading = toObservation(patientId, { metric: 'heartRate', value: 60 + i, start });
      const [one, other] = await Promise.all(nodes.map((node) => postTo(node, '/fhir/Observation', reading)));
      expect([one!.status, other!.status].sort()).toEqual([200, 201]);
      expect(one!.body.id).toBe(other!.body.id);
    }
    const week = (from: number, to: number, steps: (day: number) => number) =>
      toBatch(
        patientId,
        Array.from({ length: from - to }, (_, i) => ({
          metric: 'steps' as const,
          value: steps(i),
          start: isoDaysAgo(from - i),
          end: isoDaysAgo(from - i - 1),
        })),
      );
    await postTo(
      nodes[0],
      '/fhir',
      week(42, 7, (day) => 6000 + ((day * 379) % 900) - 450),
    );
    await untilQuiet(nodes[0].database, patientId);
    await Promise.all(
      nodes.map((node) =>
        postTo(
          node,
          '/fhir',
          week(7, 0, () => 2200),
        ),
      ),
    );
    await untilQuiet(nodes[0].database, patientId);
    const [found] = await nodes[0].database.asOwner(
      `SELECT (SELECT count(*)::int FROM alert WHERE patient_id = $1 AND kind = 'deterioration') AS alerts,
         (SELECT count(*)::int FROM alert_event e JOIN alert a ON a.id = e.alert_id WHERE a.patient_id = $1 AND a.kind = 'deterioration' AND e.kind = 'raised') AS raised`,
      [patientId],
    );
    expect(found).toEqual({ alerts: 1, raised: 1 });
  }, 90_000);

  it('F18: of two who resolve at the same moment one has done it, and the other hears so', async () => {
    const faces: Face[] = await makeCrowd(nodes[0].database.asOwner, clinic.id, 2, 'coordinator');
    const [alert] = await nodes[0].database.asOwner<{ id: string; version: number }>(
      `SELECT id, version FROM alert WHERE patient_id = $1 AND state <> 'resolved' ORDER BY id LIMIT 1`,
      [patientId],
    );
    const answers = await Promise.all(
      faces.map(async ({ cookie }, i) => {
        const node = nodes[i]!;
        const answer = await fetch(`${node.url}/api/v1/alerts/${alert!.id}/resolve`, {
          method: 'POST',
          headers: { cookie, origin: node.url, 'content-type': 'application/json' },
          body: JSON.stringify({ version: alert!.version, outcome: 'contacted' }),
        });
        return { status: answer.status, body: (await answer.json()) as { code?: string; outcome?: string } };
      }),
    );
    const [won, lost] = [...answers].sort((a, b) => a.status - b.status);
    expect(won).toMatchObject({ status: 200, body: { outcome: 'contacted' } });
    expect(lost!.status).toBe(409);
    expect(lost!.body.code).toMatch(/^ALERT_/);
    const [timeline] = await nodes[0].database.asOwner(
      `SELECT count(*)::int AS n, array_agg(person_id::text) AS by FROM alert_event WHERE alert_id = $1 AND kind = 'resolved'`,
      [alert!.id],
    );
    expect(timeline).toEqual({ n: 1, by: [faces[answers.indexOf(won!)]!.personId] });
  }, 30_000);
});
