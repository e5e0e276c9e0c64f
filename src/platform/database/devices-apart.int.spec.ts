import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createHash, randomUUID } from 'node:crypto';
import { type OlderDatabase, openOlderDatabase } from '../../../test/support/older-database.js';

let older: OlderDatabase;
beforeAll(async () => {
  older = await openOlderDatabase();
}, 60_000);
afterAll(() => older?.drop());

const BEFORE = 'WornFrom1700000000076';
type Json = Record<string, unknown>;
const hashOf = (text: string) => createHash('sha256').update(text).digest('base64url');
const asSuper: OlderDatabase['asSuper'] = (sql, parameters) => older.asSuper(sql, parameters);

/** As the version before wrote them: words of a quote, a backslash and a number that JavaScript prints otherwise. */
const skeletonOf = (device: string | undefined, status = 'final') =>
  `{"resourceType":"Observation","status":"${status}","code":{"coding":[{"system":"urn:c","code":"1"},{"code":"2"}]},` +
  `${device === undefined ? '' : `"device":${device},`}"valueQuantity":{"unit":"a \\"device\\": {}"}}`;
const ANNA = `{"display":"Anna's \\"watch\\" \\\\ ü","extension":[{"url":"urn:x","valueDecimal":1.50}]}`;
const BEN = `{"reference":"Device/ben","display":"Ben's ring"}`;
const BAND = `{"display":"band"}`;
/** Of a reading whose device says other words than its source's. */
const OWN = `{"device":${BAND}}`;
const DEVICES = [ANNA, BEN, BAND, undefined];

interface Clinic {
  readonly id: string;
  readonly patients: readonly string[];
}
/** Two patients, of whom each has two sources with readings that tell the devices of this list. */
async function fill(slug: string): Promise<Clinic> {
  const [id, patients] = [randomUUID(), [randomUUID(), randomUUID()]];
  await asSuper(`INSERT INTO clinic (clinic_id, slug, name, time_zone) VALUES ($1, $2, 'Old', 'UTC')`, [id, slug]);
  await asSuper(`INSERT INTO concept (clinic_id, system, code) VALUES ($1, 'urn:c', '1')`, [id]);
  for (const [i, body] of [...DEVICES, ...DEVICES].entries()) {
    const text = skeletonOf(body, i < DEVICES.length ? 'final' : 'amended');
    const [row] = await asSuper<{ id: number }>(
      `INSERT INTO skeleton (clinic_id, hash, body) VALUES ($1, $2, $3) RETURNING id`,
      [id, hashOf(text), text],
    );
    await asSuper(
      `INSERT INTO skeleton_coding (clinic_id, element, code, system, skeleton_id, concept_id) SELECT $1, 'code', '2', '', $2, id FROM concept WHERE clinic_id = $1`,
      [id, row!.id],
    );
  }
  for (const patient of patients) {
    await asSuper(`INSERT INTO patient (clinic_id, id, given_name, family_name) VALUES ($1, $2, 'A', 'B')`, [
      id,
      patient,
    ]);
    for (const device of ['one', 'two'])
      await asSuper(
        `WITH s AS (INSERT INTO source (clinic_id, patient_id, system, device, kind) VALUES ($1, $2, 'fhir', $3, 'watch') RETURNING id)
         INSERT INTO series (clinic_id, patient_id, concept_id, source_id) SELECT $1, $2, c.id, s.id FROM s, concept c WHERE c.clinic_id = $1`,
        [id, patient, device],
      );
  }
  // The first source of each tells mostly the first patient's or the second's, the other one the band, or none.
  const told = [
    [ANNA, ANNA, BEN, undefined],
    [BAND, BAND, BAND, ANNA],
    [BEN, BEN, BEN, ANNA],
    [undefined, undefined, undefined, undefined],
  ];
  const series = await asSuper<{ id: number }>('SELECT id FROM series WHERE clinic_id = $1 ORDER BY id', [id]);
  for (const [i, { id: seriesId }] of series.entries())
    for (const [n, device] of told[i]!.entries())
      await asSuper(
        `INSERT INTO observation_row (clinic_id, start_at, end_at, series_id, skeleton_id, value, remainder, version, id)
         SELECT $1, at, at, $2, k.id, $4, $5, $6, $7 FROM skeleton k, LATERAL (SELECT timestamptz '2026-01-01Z' + $4::int * interval '1 hour' AS at) t
         WHERE k.clinic_id = $1 AND k.hash = $3`,
        [
          id,
          seriesId,
          hashOf(skeletonOf(device, n === 1 ? 'amended' : 'final')),
          n,
          n % 2 === 0 ? null : `{"note":[{"text":"a \\"device\\":{} of ${n}"}]}`,
          n === 1 ? 2 : 1,
          i === 0 && n === 1 ? '00000000-0000-4000-8000-000000000001' : null,
        ],
      );
  await asSuper(
    `INSERT INTO observation_version (clinic_id, id, version, body)
     SELECT o.clinic_id, coalesce(o.id, spelled_observation_id(o.start_at, o.end_at, o.series_id)), 1,
       json_build_object('valueText', '7', 'skeleton', k.body, 'remainder', o.remainder)::text
     FROM observation_row o JOIN skeleton k ON k.id = o.skeleton_id WHERE o.version > 1 AND o.clinic_id = $1`,
    [id],
  );
  return { id, patients };
}

/** What a reading says, whichever version wrote it: other words than its source's stand in front of its own. */
function said(skeleton: string, remainder: string | null, ofSource: string | null): Json {
  const { device, ...kept } = JSON.parse(skeleton) as Json;
  const place = device !== undefined && Object.keys(device as Json).length === 0;
  const words = place ? (ofSource === null ? undefined : (JSON.parse(ofSource) as Json)) : device;
  return { ...kept, device: words, ...(remainder === null ? {} : (JSON.parse(remainder) as Json)) };
}
interface Stored {
  readonly place: string;
  readonly skeleton: string;
  readonly remainder: string | null;
  readonly source: string | null;
  readonly old: string | null;
}
/** All readings, in order, and their earlier versions. */
async function readAll(isOld: boolean): Promise<unknown[]> {
  const rows = await asSuper<Stored>(
    `SELECT w.patient_id || ' ' || s.device || ' ' || o.start_at AS place, k.body AS skeleton, o.remainder,
       ${isOld ? 'NULL' : 's.device_body'} AS source, v.body AS old
     FROM observation_row o JOIN series w ON w.clinic_id = o.clinic_id AND w.id = o.series_id
     JOIN source s ON s.clinic_id = w.clinic_id AND s.id = w.source_id
     JOIN skeleton k ON k.clinic_id = o.clinic_id AND k.id = o.skeleton_id
     LEFT JOIN observation_version v ON v.clinic_id = o.clinic_id AND v.version < o.version
       AND v.id = coalesce(o.id, spelled_observation_id(o.start_at, o.end_at, o.series_id)) ORDER BY 1`,
  );
  return rows.map(({ place, skeleton, remainder, source, old }) => {
    const before = old === null ? null : (JSON.parse(old) as { skeleton: string; remainder: string | null });
    return [place, said(skeleton, remainder, source), before && said(before.skeleton, before.remainder, source)];
  });
}
const skeletons = () =>
  asSuper<{ clinic_id: string; id: number; hash: string; body: string }>(
    'SELECT clinic_id, id, hash, body FROM skeleton ORDER BY id',
  );
const bound = () =>
  asSuper(
    `SELECT relname FROM pg_class WHERE relname IN ('skeleton', 'source', 'series', 'observation_row', 'observation_version', 'skeleton_coding') AND NOT relforcerowsecurity`,
  );

it('devices leave what a clinic shares for the sources, in every clinic, and every reading says what it said', async () => {
  await older.goBackTo(BEFORE);
  const clinics = [await fill('one'), await fill('two')];
  const [before, shared] = [await readAll(true), await skeletons()];
  expect(before).toHaveLength(32);
  await older.goForward();
  expect(await readAll(false)).toEqual(before);
  const now = await skeletons();
  expect(now.map(({ id }) => id)).toEqual(shared.map(({ id }) => id));
  expect(JSON.stringify(now)).not.toMatch(/Anna|Ben|band/);
  for (const { id } of clinics) {
    const own = now.filter(({ clinic_id }) => clinic_id === id);
    for (const status of ['final', 'amended']) {
      // What a new reading with a device shares is found: once, by its own hash.
      const bare = skeletonOf('{}', status);
      expect(own.filter(({ body }) => body === bare)).toHaveLength(3);
      expect(own.filter(({ hash }) => hash === hashOf(bare)).map(({ body }) => body)).toEqual([bare]);
      expect(own.filter(({ hash }) => hash === hashOf(skeletonOf(undefined, status)))).toHaveLength(1);
    }
    for (const device of [ANNA, BEN, BAND])
      for (const { hash } of own)
        expect([hashOf(skeletonOf(device)), hashOf(skeletonOf(device, 'amended'))]).not.toContain(hash);
  }
  const sources = await asSuper<{ device_body: string | null }>('SELECT device_body FROM source ORDER BY id');
  expect(sources.map((one) => one.device_body)).toEqual([ANNA, BAND, BEN, null, ANNA, BAND, BEN, null]);
  const own = await asSuper<{ n: number }>(
    `SELECT count(*)::int AS n FROM observation_row WHERE starts_with(remainder, '{"device":')`,
  );
  expect(own).toEqual([{ n: 6 }]);
  expect(await bound()).toEqual([]);
}, 60_000);

it('go back into it, with what was stored since, and forward again', async () => {
  const before = await readAll(false);
  // A reading and its correction, as this version writes them.
  const [{ id: seriesId }] = (await asSuper<{ id: number }>('SELECT id FROM series ORDER BY id LIMIT 1')) as [
    { id: number },
  ];
  await asSuper(
    `INSERT INTO observation_row (clinic_id, start_at, end_at, series_id, skeleton_id, value, version, remainder)
     SELECT w.clinic_id, t.at, t.at, w.id, k.id, 1, 2, t.remainder FROM series w JOIN skeleton k ON k.clinic_id = w.clinic_id AND k.hash = $2,
       (VALUES (timestamptz '2026-02-01Z', NULL), ('2026-02-02Z', $3)) t (at, remainder) WHERE w.id = $1`,
    [seriesId, hashOf(skeletonOf('{}')), OWN],
  );
  await asSuper(
    `INSERT INTO observation_version (clinic_id, id, version, body)
     SELECT clinic_id, spelled_observation_id(start_at, end_at, series_id), 1, CASE WHEN remainder IS NULL THEN $2 ELSE $3 END
     FROM observation_row WHERE series_id = $1 AND start_at >= '2026-02-01Z'`,
    [
      seriesId,
      JSON.stringify({ valueText: '2', skeleton: skeletonOf('{}'), remainder: null }),
      JSON.stringify({ valueText: '2', skeleton: skeletonOf('{}'), remainder: OWN }),
    ],
  );
  const all = await readAll(false);
  expect(all).toHaveLength(before.length + 2);
  expect(all.filter((one) => JSON.stringify(one).includes('2026-02-0'))).toEqual(
    [ANNA, BAND].map((device) => [
      expect.any(String),
      said(skeletonOf(device), null, null),
      said(skeletonOf(device), null, null),
    ]),
  );
  await older.goBackTo(BEFORE);
  expect(await readAll(true)).toEqual(all);
  // Its own skeletons are found again, and by their other codings.
  const back = await skeletons();
  for (const device of DEVICES)
    expect(back.filter(({ hash, body }) => hash === hashOf(body) && body === skeletonOf(device)).length).toBe(2);
  const coded = await asSuper<{ n: number }>(
    `SELECT count(*)::int AS n FROM observation_row o WHERE NOT EXISTS (SELECT FROM skeleton_coding t WHERE t.clinic_id = o.clinic_id AND t.skeleton_id = o.skeleton_id)`,
  );
  expect(coded).toEqual([{ n: 0 }]);
  expect(await bound()).toEqual([]);
  await older.goForward();
  expect(await readAll(false)).toEqual(all);
  expect(JSON.stringify(await skeletons())).not.toMatch(/Anna|Ben|band/);
}, 60_000);
