import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { civilDayOf } from '../../../metrics/index.js';
import { aFall, report } from '../../../../test/support/alerts.js';
import { createTestApp, type TestApp } from '../../../../test/support/app.js';
import { type CareCircle, gatherCareCircle } from '../../../../test/support/care.js';
import { createClinic, type Person, registerPatient } from '../../../../test/support/people.js';

const ROWS = 10_000;
let app: TestApp;
let circle: CareCircle;
let lonely: string;

/** A clinic with ten thousand open alerts of one patient and a few of another, written at once. */
beforeAll(async () => {
  app = await createTestApp();
  circle = await gatherCareCircle(app, await createClinic(app, 'worklist'), 'Watched');
  await write(circle.patientId, ROWS);
  lonely = await registerPatient(circle.coordinator, { familyName: 'O’Lonely', careTeam: [] });
  await write(lonely, 3);
}, 120_000);
afterAll(() => app?.close());

/** Tiers and due times in a colourful order, several due at the same instant, some without any clock. */
async function write(patientId: string, count: number): Promise<void> {
  await app.database.asOwner(
    `INSERT INTO alert (clinic_id, id, patient_id, producer, kind, domain, key, concern_key, severity, tier, state, since, sentence, evidence, due_at, raised_at, discipline)
     SELECT $1, gen_random_uuid(), $2, 'integration', CASE n % 3 WHEN 0 THEN 'flare' ELSE 'no-show' END, 'visit', 'k' || n, 'no-show:k' || n, 1,
       (ARRAY['now','today','week','good'])[1 + n * 7 % 4], 'open', current_date, '{"key":"visit.missed","facts":{}}',
       '{"type":"visit","visitId":"v","startsAt":"2026-03-01T10:00:00Z","missedInARow":1}',
       CASE WHEN n * 7 % 4 < 3 THEN now() + (n * 37 % 500) * interval '1 minute' END, now() - (n * 13 % 900) * interval '1 microsecond',
       CASE n % 2 WHEN 0 THEN 'psychologist' END
     FROM generate_series(1, $3) AS n`,
    [circle.clinicId, patientId, count],
  );
}

interface Row {
  readonly id: string;
  readonly tier: string;
  readonly dueAt: string | null;
}
interface Page {
  readonly items: Row[];
  readonly next: string | null;
  readonly counts: Record<string, number> & { byTier: Record<string, number>; byDiscipline: Record<string, number> };
}
const page = async (by: Person, fields: string): Promise<Page> =>
  (await by.agent.get(`/api/v1/alerts?${fields}`).expect(200)).body;
async function everyPage(by: Person, fields: string, between?: () => Promise<unknown>): Promise<Row[]> {
  const rows: Row[] = [];
  for (let next: string | null = ''; next !== null;) {
    const answer: Page = await page(by, `${fields}${next && `&after=${next}`}`);
    rows.push(...answer.items);
    next = answer.next;
    await between?.();
  }
  return rows;
}

describe('ten thousand rows', () => {
  it('come page by page, each once, the most pressing first', async () => {
    const rows = await everyPage(circle.treating, '');
    expect(rows).toHaveLength(ROWS);
    expect(new Set(rows.map((row) => row.id)).size).toBe(ROWS);
    const rank = ({ tier, dueAt }: Row) => `${['now', 'today', 'week', 'good'].indexOf(tier)} ${dueAt ?? '9'}`;
    expect(rows.map(rank)).toEqual(rows.map(rank).toSorted());
  }, 120_000);

  it('lose and repeat none while the ones that were read are resolved', async () => {
    const read = await everyPage(circle.treating, 'tier=today&limit=300', () =>
      app.database.asOwner(
        `UPDATE alert SET state = 'resolved', resolved_at = now(), outcome = 'contacted' WHERE id IN (SELECT id FROM alert WHERE tier = 'today' AND state = 'open' AND patient_id = $1 ORDER BY sort_at LIMIT 100)`,
        [circle.patientId],
      ),
    );
    expect(read).toHaveLength(ROWS / 4);
    expect(new Set(read.map((row) => row.id)).size).toBe(ROWS / 4);
    const resolved = await everyPage(circle.treating, 'state=resolved&limit=200');
    expect(new Set(resolved.map((row) => row.id)).size).toBe(resolved.length);
    const [{ n }] = (await app.database.asOwner<{ n: number }>(
      `SELECT count(*)::int AS n FROM alert WHERE state = 'resolved'`,
    )) as [{ n: number }];
    expect(resolved).toHaveLength(n);
  }, 120_000);

  it('are read by the order they are stored in, not sorted for every page', async () => {
    const [row] = await app.database.asOwner<{ 'QUERY PLAN': string }>(
      `EXPLAIN SELECT a.id FROM alert a WHERE a.clinic_id = '${circle.clinicId}' AND a.state <> 'resolved' AND (a.tier_rank, a.sort_at, a.raised_at, a.id) > (1, now(), now(), '${circle.patientId}')
       ORDER BY a.tier_rank, a.sort_at, a.raised_at, a.id LIMIT 501`,
    );
    const plan = JSON.stringify(row);
    expect(plan).not.toMatch(/Sort/);
  });

  it.each(['x', Buffer.from('[1]').toString('base64url')])(
    'refuse a place that no page ended at: %s',
    async (after) => {
      const { body } = await circle.treating.agent.get(`/api/v1/alerts?after=${after}`).expect(422);
      expect(body.errors[0].path).toBe('after');
    },
  );
});

describe('tabs and filters', () => {
  it('count what is open within reach, whatever the filter', async () => {
    const open = async (where: string) =>
      (
        await app.database.asOwner<{ n: number }>(
          `SELECT count(*)::int AS n FROM alert WHERE state <> 'resolved' AND ${where}`,
        )
      )[0]!.n;
    const { counts } = await page(circle.coordinator, 'tier=now&limit=1');
    const all = await open('true');
    expect(counts).toMatchObject({ mine: 0, team: all, all, snoozed: 0 });
    expect(counts.byTier['now']).toBe(await open(`tier = 'now'`));
    expect(counts.byDiscipline['psychologist']).toBe(await open(`discipline = 'psychologist'`));
    // Who asks about one alert pays for one.
    expect(await page(circle.coordinator, 'limit=1&counted=no')).toMatchObject({ counts: null, heldBack: null });
    const mine = await page(circle.treating, 'limit=1');
    expect(mine.counts.all).toBe(all - 3);
  });

  it.each([
    ['kind=flare', (row: Row & { kind?: string }) => row.kind === 'flare'],
    ['discipline=psychologist', (row: Row & { discipline?: string }) => row.discipline === 'psychologist'],
    ['tier=good', (row: Row) => row.tier === 'good' && row.dueAt === null],
    ['q=o’lone', (row: Row & { patient?: { name: string } }) => row.patient?.name.endsWith('O’Lonely') === true],
  ])('%s', async (fields, fits) => {
    const { items } = await page(circle.coordinator, `${encodeURI(fields)}&limit=50`);
    expect(items.length).toBeGreaterThan(0);
    expect(items.filter((row) => !fits(row))).toEqual([]);
  });

  it('a word of the search is a word, not a pattern', async () => {
    expect((await page(circle.coordinator, 'q=%25')).items).toEqual([]);
  });

  it('snoozed rows are on their own tab only', async () => {
    const { items } = await page(circle.coordinator, `patientId=${lonely}`);
    const [first] = items;
    await circle.coordinator.agent
      .post(`/api/v1/alerts/${first!.id}/snooze`)
      .send({ version: 1, until: { when: 'worse' } })
      .expect(200);
    const rest = await page(circle.coordinator, `patientId=${lonely}`);
    expect(rest.items.map((row) => row.id)).not.toContain(first!.id);
    expect(rest.counts['snoozed']).toBe(1);
    expect((await page(circle.coordinator, 'snoozed=only')).items.map((row) => row.id)).toEqual([first!.id]);
    expect((await page(circle.coordinator, `snoozed=with&patientId=${lonely}`)).items).toHaveLength(3);
  });
});

// Whatever the hour, one of the two has another date than UTC.
it.each(['Pacific/Kiritimati', 'Etc/GMT+12'])('the line of a row ends at the day of its clinic in %s', async (zone) => {
  const slug = zone.slice(-3).toLowerCase().replace('+', '');
  const far = await gatherCareCircle(app, await createClinic(app, slug), 'Faraway');
  await app.database.asOwner('UPDATE clinic SET time_zone = $2 WHERE clinic_id = $1', [far.clinicId, zone]);
  const today = civilDayOf(zone, Date.now());
  await app.database.asOwner(
    `INSERT INTO daily_value (clinic_id, patient_id, metric, day, value, state, sources)
     SELECT $1, $2, 'steps', $3::date - ago, 5000 - ago, 'ok', '[]' FROM generate_series(0, 8) AS ago`,
    [far.clinicId, far.patientId, today],
  );
  await report(app, far.clinicId, aFall(far.patientId));
  const { items } = await page(far.treating, '');
  const { values } = (items[0] as unknown as { spark: { values: (number | null)[] } }).spark;
  expect(values).toHaveLength(51);
  // Middles of the last seven days each, of which all have one.
  expect(values.slice(-3)).toEqual([4995, 4996, 4997]);
});
