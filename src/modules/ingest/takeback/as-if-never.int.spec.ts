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
/** What comes, or which of the files that have come (by place among them) goes. */
type Step = Told | { readonly goes: number };

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

/** The value of each night that counts. */
async function standing(of: string): Promise<(number | null)[]> {
  const { body } = await clinician.agent.get(`/fhir/Observation?patient=${of}&_count=100`).expect(200);
  type Resource = { status: string; effectivePeriod: { start: string }; valueQuantity: { value: number } };
  const values: (number | null)[] = [null, null];
  for (const { resource } of (body.entry ?? []) as { resource: Resource }[])
    if (resource.status !== 'entered-in-error')
      values[Number(new Date(resource.effectivePeriod.start).getUTCDate()) - 9] = resource.valueQuantity.value;
  return values;
}

const nights = fc.array(fc.option(fc.constantFrom(300, 360, 420)), { minLength: 2, maxLength: 2 });
const file = (...nights: (number | null)[]): Step => ({ by: 'file', nights });
const cloud = (...nights: (number | null)[]): Step => ({ by: CLOUD, nights });
const goes = (place: number): Step => ({ goes: place });
/** Each has been wrong before. */
const FOUND: [Step[]][] = [
  [[file(420, 300), file(300, 300), goes(1), file(300, 360)]],
  [[file(300), file(360), goes(0), file(300)]],
  [[file(420), file(300), file(420), goes(1)]],
  [[file(420), file(300), goes(1), goes(0)]],
  [[file(420), file(300), goes(0), goes(0)]],
  [[file(420), file(300), file(420), goes(0), goes(0)]],
  [[cloud(420), file(300), goes(0), cloud(360)]],
];
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ by: fc.constant('file' as const), nights }) },
  { weight: 1, arbitrary: fc.record({ by: fc.constant(CLOUD), nights }) },
  { weight: 3, arbitrary: fc.record({ goes: fc.nat(3) }) },
);

/** What was told of one night, in the order in which it became news, and by whom it is still told. */
type Version = { readonly value: number; readonly tellers: Set<unknown> };

/** What somebody still tells is no news, and stays where it came. What nobody tells any more never was. */
function hear(versions: Version[], value: number, teller: unknown): void {
  const told = versions.filter(({ tellers }) => tellers.size > 0);
  const known = told.findLast((one) => one.value === value);
  // Which version a payload has repeated is not kept: it counts for what stood.
  if (known) (teller === CLOUD ? told.at(-1)! : known).tellers.add(teller);
  else versions.push({ value, tellers: new Set([teller]) });
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
          } else if (here.length > 0) {
            const [id] = here.splice(one.goes % here.length, 1);
            await takeBack(id!);
            for (const { tellers } of heard.flat()) tellers.delete(id);
          }
        }
        const stands = heard.map((versions) => versions.findLast(({ tellers }) => tellers.size > 0)?.value ?? null);
        expect(await standing(of)).toEqual(stands);
      }),
      { numRuns: 18, examples: FOUND },
    );
  }, 600_000);
});
