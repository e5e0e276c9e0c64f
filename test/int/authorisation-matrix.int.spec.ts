import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Response } from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { POLICY } from '../../src/platform/auth/policy.js';
import { createTestApp, type TestApp } from '../support/app.js';
import { socket } from '../support/people.js';
import { gatherCast } from './matrix/cast.js';
import { type Cell, judge } from './matrix/judge.js';
import { PROBES } from './matrix/probes.js';
import { writeReport } from './matrix/report.js';
import { may, type Target, type Who } from './matrix/who.js';

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
  BackTest: 'asked route by route',
  AlertChain: 'about the clinic',
  AlertEconomics: 'about the clinic',
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
  CareTeam: 'asked route by route',
  Referral: 'about nobody who is a patient yet: asked route by route',
  PatientMatch: 'names of the whole clinic, for whoever may register: asked route by route',
  Merge: 'asked route by route, and merging.int.spec.ts',
  Transfer: 'asked route by route, and transfers.int.spec.ts',
  Directory: 'names of the whole clinic, before a glass is broken: asked route by route',
  BreakGlass: 'asked route by route',
};

let app: TestApp;
let whos: Who[];
let targets: Target[];
const cells: Cell[] = [];
const started = Date.now();

beforeAll(async () => {
  app = await createTestApp();
  ({ whos, targets } = await gatherCast(app));
}, 180_000);
afterAll(async () => {
  const summary = writeReport(cells, { whos, targets, seconds: Math.round((Date.now() - started) / 1000) });
  console.log(summary.sentence);
  if (process.env['STEPWELL_WRITE_REPORT'] === '1')
    writeFileSync(join(import.meta.dirname, '../../docs/reports/authorisation-matrix.md'), summary.markdown);
  await app?.close();
});

/** What does not exist, for the same question: whoever is refused must not learn which of the two it was. */
const absent = (like: Target): Target => ({
  ...like,
  name: 'nobody there',
  patientId: randomUUID(),
  observationId: like.observationId.slice(0, -4) + '0000',
  responseId: randomUUID(),
  alertId: randomUUID(),
  visitId: randomUUID(),
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
        const hidden = (await Promise.all(targets.map((target) => ask(who, target)))).filter(
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

  it('no write that was refused has left anything', async () => {
    for (const target of targets) {
      const [row] = await app.database.asOwner<{ n: number }>(
        'SELECT count(*)::int AS n FROM observation WHERE patient_id = $1',
        [target.patientId],
      );
      const written = cells.filter((c) => c.target === target.name && WRITES.includes(c.act) && c.may);
      expect([target.name, row!.n]).toEqual([target.name, 2 + written.length]);
    }
  });
});

describe('the same by socket', () => {
  const persons = () => whos.filter(({ agent }) => agent !== null);
  const note = (who: Who, target: Target, path: string, act: string, allowed: boolean, wrong: string | null) =>
    cells.push({ who: who.name, target: target.name, path, act, kind: 'socket', may: allowed, wrong });

  it.each(['enter', 'leave', 'signal'])(
    '/visits %s',
    async (event) => {
      const wrong: string[] = [];
      for (const who of persons()) {
        const client = await socket(app, who.agent!, '/visits');
        for (const target of targets) {
          const allowed = may(who, target, { type: 'Conference', interaction: 'join' });
          const message = { visitId: target.visitId, ...(event === 'signal' ? { to: randomUUID(), data: {} } : {}) };
          const answer = await client.timeout(5000).emitWithAck(event, message);
          const reached = event === 'leave' ? false : answer.ok === true;
          const fault =
            !allowed && (reached || JSON.stringify(answer).includes(target.familyName)) ? 'is let in' : null;
          note(who, target, `socket /visits ${event}`, 'Conference.join', allowed, fault);
          if (fault) wrong.push(`${who.name} about ${target.name} ${fault}`);
        }
        client.close();
      }
      expect(wrong).toEqual([]);
    },
    60_000,
  );

  it('/live resume: deliveries of the past', async () => {
    const wrong: string[] = [];
    let heard = 0;
    for (const who of persons()) {
      const client = await socket(app, who.agent!, '/live');
      const ids: string[] = [];
      client.on('delivery', ({ id }: { id: string }) => ids.push(id));
      const { behind } = await client.timeout(5000).emitWithAck('resume', { cursor: 0 });
      for (let i = 0; i < 50 && ids.length < behind; i++) await new Promise((resolve) => setTimeout(resolve, 20));
      heard += ids.length;
      for (const target of targets) {
        const allowed = may(who, target, { type: 'Visit', interaction: 'read' });
        const fault = !allowed && ids.includes(target.visitId) ? 'is told of a visit' : null;
        note(who, target, 'socket /live resume', 'Delivery.read', allowed, fault);
        if (fault) wrong.push(`${who.name} about ${target.name} ${fault}`);
      }
      client.close();
    }
    expect(wrong).toEqual([]);
    expect(heard).toBeGreaterThan(0);
  }, 60_000);
});
