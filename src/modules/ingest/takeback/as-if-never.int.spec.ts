import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createTestApp, type TestApp } from '../../../../test/support/app.js';
import { createClinic, inviteAndAccept, type Person, registerPatient, tokenFor } from '../../../../test/support/people.js'; // prettier-ignore
import { until } from '../../../../test/support/until.js';
import { zipOf } from '../../../../test/support/zip.js';

let app: TestApp;
let dataDir: string;
let clinician: Person;
let token: string;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'stepwell-never-'));
  app = await createTestApp({ env: { STEPWELL_DATA_DIR: dataDir } });
  const clinic = await createClinic(app, 'never');
  clinician = await inviteAndAccept(app, clinic.admin, { role: 'clinician' });
  token = await tokenFor(app, clinic.id);
}, 120_000);
afterAll(async () => {
  await app?.close();
  await rm(dataDir, { recursive: true, force: true });
});

const CLOUD = 'cloud';

/** Minutes of sleep by the vendor's log, each a night of its own. */
type Nights = readonly (number | null)[];
type Told = { readonly by: 'file' | typeof CLOUD; readonly nights: Nights };
/** What comes, which of the files that have come (by place among them) goes, or to what somebody corrects a night. */
type Step = Told | { readonly goes: number } | { readonly corrects: number; readonly to: number };

const logs = (nights: Nights) =>
  nights.flatMap((minutesAsleep, i) => {
    const day = `2026-02-1${i}`;
    const [startTime, endTime] = [`${day}T00:30:00.000`, `${day}T08:30:00.000`];
    return minutesAsleep === null
      ? []
      : [{ logId: i + 1, dateOfSleep: day, startTime, endTime, duration: 28_800_000, minutesAsleep }];
  });

async function tell(of: string, { by, nights }: Told): Promise<string | null> {
  if (by === CLOUD) {
    await app
      .http()
      .post(`/ingest/v1/vendors/fitbit?patient=${of}`)
      .set({ authorization: `Bearer ${token}`, 'content-type': 'application/json' })
      .send(JSON.stringify({ sleep: logs(nights) }))
      .expect(200);
    return null;
  }
  const file = await zipOf({ 'Takeout/Google Health/Global Export Data/sleep-2026-02-01.json': logs(nights) });
  const { body } = await clinician.agent
    .post(`/ingest/v1/uploads?patient=${of}`)
    .attach('file', file, 'takeout-20260812T070000Z-001.zip')
    .expect(202);
  await comesTo(body.id, ['done', 'failed']);
  return body.id;
}

const comesTo = (id: string, states: readonly string[]) =>
  until(`the file is ${states.join(' or ')}`, async () =>
    states.includes((await clinician.agent.get(`/ingest/v1/uploads/${id}`).expect(200)).body.state),
  );

async function takeBack(id: string): Promise<void> {
  const { status } = await clinician.agent.post(`/ingest/v1/uploads/${id}/take-back`);
  // Of a file that told nothing there is nothing to take.
  if (status === 202) await comesTo(id, ['taken-back']);
}

interface Night {
  readonly id: string;
  readonly meta: { readonly versionId: string };
  readonly status: string;
  readonly effectivePeriod: { readonly start: string };
  readonly valueQuantity: { readonly value: number; readonly unit: string };
}
const minutes = ({ valueQuantity: { value, unit } }: Night) => (unit === 'h' ? value * 60 : value);
/** Each night that counts. */
async function standing(of: string): Promise<(Night | null)[]> {
  const { body } = await clinician.agent.get(`/fhir/Observation?patient=${of}&_count=100`).expect(200);
  const found: (Night | null)[] = [null, null];
  for (const { resource } of (body.entry ?? []) as { resource: Night }[])
    if (resource.status !== 'entered-in-error')
      found[new Date(resource.effectivePeriod.start).getUTCDate() - 9] = resource;
  return found;
}

/** @returns whether there was something to correct */
async function correct(of: string, night: number, value: number): Promise<boolean> {
  const there = (await standing(of))[night];
  if (!there || minutes(there) === value) return false;
  await clinician.agent
    .post(`/api/v1/patients/${of}/observations/${there.id}/correction`)
    .send({ version: Number(there.meta.versionId), value: value / 60, reason: 'It was counted by hand.' })
    .expect(200);
  return true;
}

const nights = fc.array(fc.option(fc.constantFrom(300, 360, 420)), { minLength: 2, maxLength: 2 });
const file = (...nights: (number | null)[]): Step => ({ by: 'file', nights });
const cloud = (...nights: (number | null)[]): Step => ({ by: CLOUD, nights });
const goes = (place: number): Step => ({ goes: place });
const corrects = (night: number, to: number): Step => ({ corrects: night, to });
/** Each has been wrong before. */
const FOUND: [Step[]][] = [
  [[file(420, 300), file(300, 300), goes(1), file(300, 360)]],
  [[file(300), file(360), goes(0), file(300)]],
  [[file(420), file(300), file(420), goes(1)]],
  [[file(420), file(300), goes(1), goes(0)]],
  [[file(420), file(300), goes(0), goes(0)]],
  [[file(420), file(300), file(420), goes(0), goes(0)]],
  [[cloud(420), file(300), goes(0), cloud(360)]],
  [[file(420), corrects(0, 240), goes(0), file(420)]],
  [[file(420), corrects(0, 240), file(300), goes(0), goes(0), file(420)]],
];
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ by: fc.constant('file' as const), nights }) },
  { weight: 1, arbitrary: fc.record({ by: fc.constant(CLOUD), nights }) },
  { weight: 3, arbitrary: fc.record({ goes: fc.nat(3) }) },
  { weight: 1, arbitrary: fc.record({ corrects: fc.nat(1), to: fc.constantFrom(240, 270) }) },
);

/** What was told of one night, in the order in which it became news, and by whom it is still told. */
interface Version {
  readonly value: number;
  readonly tellers: Set<unknown>;
  readonly isCorrection: boolean;
}
const isTold = ({ tellers }: Version) => tellers.size > 0;

/** What is known is no news, and stays where it came. */
function hear(versions: Version[], value: number, teller: unknown): void {
  // Which version a payload has told is not kept: it counts for what stood.
  if (teller === CLOUD) versions.findLast(isTold)?.tellers.add(teller);
  const known = versions.findLast((one) => one.value === value);
  if (!known) versions.push({ value, tellers: new Set([teller]), isCorrection: false });
  else if (teller !== CLOUD) known.tellers.add(teller);
}

/** What nobody tells any more never was, unless somebody has corrected it. */
function forget(versions: Version[], teller: unknown): void {
  for (const { tellers } of versions) tellers.delete(teller);
  const corrected = versions.findLastIndex(({ isCorrection }) => isCorrection);
  versions.splice(0, versions.length, ...versions.filter((one, i) => i < corrected || isTold(one)));
}

describe('files that are taken back', () => {
  it('leave what the others have told, in whatever order they come and go', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 8 }), async (steps) => {
        const of = await registerPatient(clinician);
        const here: string[] = [];
        const heard: Version[][] = [[], []];
        for (const one of steps) {
          if ('by' in one) {
            const id = await tell(of, one);
            if (id !== null) here.push(id);
            one.nights.forEach((value, night) => {
              if (value !== null) hear(heard[night]!, value, id ?? CLOUD);
            });
          } else if ('to' in one) {
            const corrected = await correct(of, one.corrects, one.to);
            if (corrected) heard[one.corrects]!.push({ value: one.to, tellers: new Set(['them']), isCorrection: true });
          } else if (here.length > 0) {
            const [id] = here.splice(one.goes % here.length, 1);
            await takeBack(id!);
            for (const versions of heard) forget(versions, id);
          }
        }
        const stands = heard.map((versions) => versions.findLast(isTold)?.value ?? null);
        expect((await standing(of)).map((night) => night && minutes(night))).toEqual(stands);
      }),
      { numRuns: 18, examples: FOUND },
    );
  }, 600_000);
});
