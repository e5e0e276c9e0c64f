import { createHash } from 'node:crypto';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { parseJson, stringifyJson } from '../../json/index.js';
import { forAllClinics } from './tenant-table.js';

const READ = ['skeleton', 'source', 'series', 'observation_row'];
const PAGE = 1000;
/** In place of a device's words, in the skeleton; and where an observation has words of its own, in front of its remainder. */
const MARKER = '"device":{}';
const OWN = '{"device":';

interface Skeleton {
  readonly clinic_id: string;
  readonly id: number;
  readonly body: string;
}

/** Takes the device's words out of a skeleton; undefined where there are none. */
function takeApart(body: string): { bare: string; device: string } | undefined {
  const skeleton = parseJson(Buffer.from(body)) as Record<string, unknown>;
  if (skeleton.device === undefined) return undefined;
  const device = stringifyJson(skeleton.device);
  if (device === '{}') return undefined;
  skeleton.device = {};
  return { bare: stringifyJson(skeleton), device };
}

/** Skeletons keep their numbers, so hardly a row is written: of those that are the same now, new readings find the first. */
const MAKE_BARE = `WITH bare AS (
    SELECT *, row_number() OVER (PARTITION BY clinic_id, hash ORDER BY id) AS nth
    FROM unnest($1::uuid[], $2::int[], $3::text[], $4::text[], $5::text[]) AS b(clinic_id, id, body, hash, device)),
  kept AS (INSERT INTO skeleton_device SELECT clinic_id, id, device FROM bare)
  UPDATE skeleton k SET body = b.body,
    hash = CASE WHEN b.nth = 1 AND NOT EXISTS (SELECT FROM skeleton t WHERE t.clinic_id = b.clinic_id AND t.hash = b.hash)
      THEN b.hash ELSE 'again ' || k.id END
  FROM bare b WHERE k.clinic_id = b.clinic_id AND k.id = b.id`;

/** A source has the words that most of its readings say; others become their readings' own. */
const GIVE_TO_SOURCES = [
  `ANALYZE skeleton_device`,
  `UPDATE source s SET device_body = d.device
   FROM (SELECT DISTINCT ON (w.clinic_id, w.source_id) w.clinic_id, w.source_id, d.device
     FROM (SELECT clinic_id, series_id, skeleton_id, count(*) AS readings FROM observation_row GROUP BY 1, 2, 3) o
     JOIN skeleton_device d ON d.clinic_id = o.clinic_id AND d.skeleton_id = o.skeleton_id
     JOIN series w ON w.clinic_id = o.clinic_id AND w.id = o.series_id
     GROUP BY w.clinic_id, w.source_id, d.device
     ORDER BY w.clinic_id, w.source_id, sum(o.readings) DESC, d.device) d
   WHERE s.clinic_id = d.clinic_id AND s.id = d.source_id`,
  `UPDATE observation_row o
   SET remainder = '${OWN}' || d.device || CASE WHEN o.remainder IS NULL THEN '}' ELSE ',' || substr(o.remainder, 2) END
   FROM skeleton_device d, series w, source s
   WHERE d.clinic_id = o.clinic_id AND d.skeleton_id = o.skeleton_id
     AND w.clinic_id = o.clinic_id AND w.id = o.series_id AND s.clinic_id = w.clinic_id AND s.id = w.source_id
     AND d.device IS DISTINCT FROM s.device_body`,
];

/** What a text would be within another JSON text. */
const escaped = (text: string) => `trim(both '"' from to_json((${text})::text)::text)`;
/** Readings whose words are their source's: with the skeleton that says them, too. */
const SAYING = `(SELECT DISTINCT o.clinic_id, o.skeleton_id, s.device_body AS device
    FROM observation_row o JOIN series w ON w.clinic_id = o.clinic_id AND w.id = o.series_id
    JOIN source s ON s.clinic_id = w.clinic_id AND s.id = w.source_id
    WHERE s.device_body IS NOT NULL AND NOT starts_with(coalesce(o.remainder, ''), '${OWN}')) u
  JOIN skeleton k ON k.clinic_id = u.clinic_id AND k.id = u.skeleton_id AND position('${MARKER}' IN k.body) > 0`;
const PUT_BACK = [
  `CREATE TEMP TABLE worded ON COMMIT DROP AS
   SELECT u.clinic_id, u.skeleton_id, u.device, t.body,
     rtrim(translate(encode(sha256(convert_to(t.body, 'UTF8')), 'base64'), '+/' || chr(10), '-_'), '=') AS hash
   FROM ${SAYING} CROSS JOIN LATERAL (SELECT replace(k.body, '${MARKER}', '"device":' || u.device) AS body) t`,
  `INSERT INTO skeleton (clinic_id, hash, body) SELECT DISTINCT clinic_id, hash, body FROM worded ORDER BY 1, 2 ON CONFLICT DO NOTHING`,
  `INSERT INTO skeleton_coding (clinic_id, element, code, system, skeleton_id, concept_id)
   SELECT t.clinic_id, t.element, t.code, t.system, k.id, t.concept_id FROM worded n
   JOIN skeleton k ON k.clinic_id = n.clinic_id AND k.hash = n.hash
   JOIN skeleton_coding t ON t.clinic_id = n.clinic_id AND t.skeleton_id = n.skeleton_id ON CONFLICT DO NOTHING`,
  `UPDATE observation_row o SET skeleton_id = k.id
   FROM series w, source s, worded n, skeleton k
   WHERE w.clinic_id = o.clinic_id AND w.id = o.series_id AND s.clinic_id = w.clinic_id AND s.id = w.source_id
     AND n.clinic_id = o.clinic_id AND n.skeleton_id = o.skeleton_id AND n.device = s.device_body
     AND k.clinic_id = n.clinic_id AND k.hash = n.hash AND NOT starts_with(coalesce(o.remainder, ''), '${OWN}')`,
  // Earlier versions hold the text of their skeleton; words of their own stand in their remainder, and count.
  `UPDATE observation_version v SET body = replace(v.body, ${escaped(`'${MARKER}'`)}, ${escaped(`'"device":' || s.device_body`)})
   FROM observation_row o JOIN series w ON w.clinic_id = o.clinic_id AND w.id = o.series_id
   JOIN source s ON s.clinic_id = w.clinic_id AND s.id = w.source_id
   WHERE o.version > 1 AND s.device_body IS NOT NULL AND v.clinic_id = o.clinic_id
     AND v.id = coalesce(o.id, spelled_observation_id(o.start_at, o.end_at, o.series_id))
     AND position(${escaped(`'${MARKER}'`)} IN v.body) > 0`,
];

/**
 * What devices are called, and their serial numbers, may be a person's own: they leave the skeletons, which a whole clinic
 * shares and no erasure takes, and go to the sources, which are a patient's.
 */
export class DevicesApart1700000000077 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // The first word of a source stands; it is never changed.
    await runner.query('ALTER TABLE source ADD device_body text');
    await runner.query('GRANT UPDATE (device_body) ON source TO stepwell_app');
    // The owner is bound by the policies too, and would see no row.
    for (const table of READ) await runner.query(`ALTER TABLE ${table} NO FORCE ROW LEVEL SECURITY`);
    await runner.query(
      `CREATE TEMP TABLE skeleton_device (clinic_id uuid, skeleton_id int, device text, PRIMARY KEY (clinic_id, skeleton_id)) ON COMMIT DROP`,
    );
    await makeBare(runner);
    for (const sql of GIVE_TO_SOURCES) await runner.query(sql);
    for (const table of READ) await runner.query(`ALTER TABLE ${table} FORCE ROW LEVEL SECURITY`);
  }

  async down(runner: QueryRunner): Promise<void> {
    const tables = [...READ, 'skeleton_coding', 'observation_version'];
    for (const sql of forAllClinics(tables, ...PUT_BACK)) await runner.query(sql);
    await runner.query('REVOKE UPDATE (device_body) ON source FROM stepwell_app');
    await runner.query('ALTER TABLE source DROP device_body');
  }
}

async function makeBare(runner: QueryRunner): Promise<void> {
  let last: Pick<Skeleton, 'clinic_id' | 'id'> = { clinic_id: '00000000-0000-0000-0000-000000000000', id: 0 };
  for (;;) {
    const page = (await runner.query(
      `SELECT clinic_id, id, body FROM skeleton WHERE (clinic_id, id) > ($1::uuid, $2::int) AND body LIKE '%"device":%'
       ORDER BY clinic_id, id LIMIT ${PAGE}`,
      [last.clinic_id, last.id],
    )) as Skeleton[];
    const apart = page.flatMap(({ body, ...one }) => {
      const parts = takeApart(body);
      return parts ? [{ ...one, ...parts }] : [];
    });
    if (apart.length > 0)
      await runner.query(MAKE_BARE, [
        apart.map((one) => one.clinic_id),
        apart.map((one) => one.id),
        apart.map((one) => one.bare),
        apart.map((one) => createHash('sha256').update(one.bare).digest('base64url')),
        apart.map((one) => one.device),
      ]);
    const end = page.at(-1);
    if (!end || page.length < PAGE) return;
    last = end;
  }
}
