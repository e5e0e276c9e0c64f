import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Socket } from 'socket.io-client';
import type { Response } from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { POLICY } from '../../src/platform/auth/policy.js';
import { createTestApp, type TestApp } from '../support/app.js';
import { socket } from '../support/people.js';
import { type Cast, gatherCast } from './matrix/cast.js';
import { type Cell, judge } from './matrix/judge.js';
import { PROBES } from './matrix/probes.js';
import { writeReport } from './matrix/report.js';
import { may } from './matrix/may.js';
import type { Act, Target, Who } from './matrix/who.js';

/** Types of the policy that are about no patient, or whose every row is asked in authorisation.int.spec.ts only. */
const ELSEWHERE: Record<string, string> = {
  Session: 'about oneself',
  Credential: 'about oneself',
  Member: 'about the staff',
  Invitation: 'about who may come',
  ConsentText: 'about the clinic',
  Bundle: 'the envelope: asked as Observation.create in a batch and a transaction',
  Upload: 'asked route by route',
  Sprint: 'asked route by route',
  DetectionSetting: 'about the clinic',
  AlertRule: 'asked route by route',
  AlertEconomics: 'about the clinic',
  BackTest: 'asked route by route',
  AlertChain: 'about the clinic',
  NoticeSetting: 'about oneself',
  ClinicChannel: 'about the clinic',
  SavedView: 'about oneself',
  Conference: 'asked by socket, below',
  Delivery: 'asked by socket, below',
  AuditEvent: 'of staff its own acts: audit.int.spec.ts',
  LegalHold: 'asked route by route',
  Retention: 'about the clinic',
  App: 'about the clinic',
  AppGrant: 'about oneself',
  AppRequest: 'about oneself',
  Clinic: 'about the clinic',
  ClinicChange: 'about the clinic',
  Team: 'about the staff',
  Absence: 'about the staff',
  Rota: 'about the staff',
  Identity: 'asked route by route',
  CareTeam: 'asked route by route',
  Referral: 'about nobody who is a patient yet: asked route by route',
  PatientMatch: 'names of the whole clinic, for whoever may register: asked route by route',
  Merge: 'asked route by route, and merging.int.spec.ts',
  Transfer: 'asked route by route, and transfers.int.spec.ts',
  Directory: 'names of the whole clinic, before a glass is broken: asked route by route',
  BreakGlass: 'asked route by route',
};

let app: TestApp;
let whos: Cast['whos'];
let targets: Cast['targets'];
/** By patient: how many observations there were before anybody asked. */
let stored: ReadonlyMap<string, number>;
const cells: Cell[] = [];
const started = Date.now();

beforeAll(async () => {
  app = await createTestApp();
  ({ whos, targets } = await gatherCast(app));
  stored = await countStored();
}, 180_000);
afterAll(async () => {
  const summary = writeReport(cells, { whos, targets, seconds: Math.round((Date.now() - started) / 1000) });
  console.log(summary.sentence);
  if (process.env['STEPWELL_WRITE_REPORT'] === '1')
    writeFileSync(join(import.meta.dirname, '../../docs/reports/authorisation-matrix.md'), summary.markdown);
  await app?.close();
});

const countStored = async (): Promise<Map<string, number>> => {
  const rows = await app.database.asOwner<{ id: string; n: number }>(
    'SELECT patient_id AS id, count(*)::int AS n FROM observation GROUP BY 1',
  );
  return new Map(rows.map(({ id, n }) => [id, n]));
};
const asksOf = (who: Who): Target[] => targets.filter(({ story }) => who.asks.includes(story));

/** What does not exist, for the same question: whoever is refused must not learn which of the two it was. */
const absent = (like: Target): Target => ({
  ...like,
  name: 'nobody there',
  patientId: randomUUID(),
  observationId: like.observationId.slice(0, -4) + '0000',
  responseId: randomUUID(),
  alertId: randomUUID(),
  visitId: randomUUID(),
  doseId: randomUUID(),
  notes: {
    psychology: { ...like.notes.psychology, visitId: randomUUID(), doseId: randomUUID() },
    'substance-use': { ...like.notes['substance-use'], visitId: randomUUID(), doseId: randomUUID() },
  },
});
const told = ({ status, body }: Response) => [status, body?.code ?? body?.issue?.[0]?.code];

/** Each stores one observation: a reading, or the score of a questionnaire. One of each was there before. */
const WRITES = ['Observation.create', 'Response.create'];

describe('role × clinic × patient × type × path × action', () => {
  it('asks for every type of the policy', () => {
    const asked = new Set<string>(PROBES.map(({ type }) => type));
    expect(Object.keys(POLICY).filter((type) => !asked.has(type))).toEqual(Object.keys(ELSEWHERE));
  });

  it.each(PROBES.map((probe) => [`${probe.path} as ${probe.type}.${probe.interaction}`, probe] as const))(
    '%s',
    async (_name, probe) => {
      const wrong: string[] = [];
      const ask = async (who: Who, target: Target) => {
        const answer = await probe.ask(who.send, target);
        const cell = judge(probe, who, target, answer);
        cells.push(cell);
        if (cell.wrong) wrong.push(`${who.name} about ${target.name}: ${cell.wrong}`);
        return { target, answer, isHidden: probe.kind === 'direct' && !cell.may && answer.status === 404 };
      };
      for (const who of whos) {
        const hidden = (await Promise.all(asksOf(who).map((target) => ask(who, target)))).filter(
          ({ isHidden }) => isHidden,
        );
        if (!hidden[0]) continue;
        const nothing = String(told(await probe.ask(who.send, absent(hidden[0].target))));
        for (const { target, answer } of hidden)
          if (String(told(answer)) !== nothing) wrong.push(`${who.name} can tell ${target.name} from nobody`);
      }
      expect(wrong).toEqual([]);
    },
    120_000,
  );

  it('no write that was refused has left anything, and none lies under a retired id', async () => {
    const now = await countStored();
    for (const { patientId } of targets) {
      const names = targets.filter((t) => (t.livingId ?? t.patientId) === patientId).map(({ name }) => name);
      const written = cells.filter((c) => names.includes(c.target) && WRITES.includes(c.act) && c.may);
      expect([names, now.get(patientId) ?? 0]).toEqual([names, (stored.get(patientId) ?? 0) + written.length]);
    }
    const retired = targets.filter(({ livingId }) => livingId !== null);
    expect(retired.map(({ patientId }) => now.get(patientId) ?? 0)).toEqual([0]);
  });

  it('whatever a broken glass has opened carries its reason in the audit', async () => {
    const under = whos.filter(({ kind, glasses }) => kind === 'person' && glasses.length > 0);
    for (const { name, personId, glasses } of under) {
      const [row] = await app.database.asOwner<{ with: number; without: string[] }>(
        `SELECT count(*) FILTER (WHERE reason LIKE 'break-glass %')::int AS with,
           coalesce(array_agg(DISTINCT type) FILTER (WHERE reason IS NULL), '{}') AS without
         FROM audit_event WHERE actor = $1 AND outcome = 'success' AND patient_id = ANY($2)`,
        [`person/${personId}`, glasses.map(({ patientId }) => patientId)],
      );
      expect([name, row!.without]).toEqual([name, []]);
      expect(row!.with).toBeGreaterThan(0);
    }
  });
});

describe('the same by socket', () => {
  const persons = () => whos.filter(({ agent }) => agent !== null);
  /** Null: refused. A caregiver of nobody has nothing to hear of. */
  const open = (who: Who, namespace: '/visits' | '/live') =>
    who.role === 'caregiver' && Object.keys(who.granted).length === 0
      ? expect(socket(app, who.agent!, namespace))
          .rejects.toThrow('unauthorized')
          .then(() => null)
      : socket(app, who.agent!, namespace);
  const mayByThing = (who: Who, target: Target, act: Act) => may(who, target, act, 'thing');
  const note = (who: Who, target: Target, path: string, act: string, allowed: boolean, wrong: string | null) =>
    cells.push({ who: who.name, target: target.name, path, act, kind: 'socket', may: allowed, wrong });

  it.each(['enter', 'leave', 'signal'])(
    '/visits %s',
    async (event) => {
      const wrong: string[] = [];
      for (const who of persons()) {
        const client = await open(who, '/visits');
        for (const target of asksOf(who)) {
          const allowed = mayByThing(who, target, { type: 'Conference', interaction: 'join' });
          const message = { visitId: target.visitId, ...(event === 'signal' ? { to: randomUUID(), data: {} } : {}) };
          const answer = client ? await client.timeout(30_000).emitWithAck(event, message) : { ok: false };
          const reached = event === 'leave' ? false : answer.ok === true;
          const fault =
            !allowed && (reached || JSON.stringify(answer).includes(target.familyName)) ? 'is let in' : null;
          note(who, target, `socket /visits ${event}`, 'Conference.join', allowed, fault);
          if (fault) wrong.push(`${who.name} about ${target.name} ${fault}`);
        }
        client?.close();
      }
      expect(wrong).toEqual([]);
    },
    60_000,
  );

  it('/live resume: deliveries of the past', async () => {
    const wrong: string[] = [];
    let heard = 0;
    for (const who of persons()) {
      const ids = await resume(await open(who, '/live'));
      heard += ids.length;
      for (const target of asksOf(who)) {
        const allowed = mayByThing(who, target, { type: 'Visit', interaction: 'read' });
        const fault = !allowed && ids.includes(target.visitId) ? 'is told of a visit' : null;
        note(who, target, 'socket /live resume', 'Delivery.read', allowed, fault);
        if (fault) wrong.push(`${who.name} about ${target.name} ${fault}`);
      }
    }
    expect(wrong).toEqual([]);
    expect(heard).toBeGreaterThan(0);
  }, 60_000);
});

/** Ids of all that is delivered from the beginning on. */
async function resume(client: Socket | null): Promise<string[]> {
  const ids: string[] = [];
  client?.on('delivery', ({ id }: { id: string }) => ids.push(id));
  const { behind } = client ? await client.timeout(30_000).emitWithAck('resume', { cursor: 0 }) : { behind: 0 };
  for (let i = 0; i < 50 && ids.length < behind; i++) await new Promise((resolve) => setTimeout(resolve, 20));
  client?.close();
  return ids;
}
