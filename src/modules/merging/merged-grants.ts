import { delegationWaits } from '../../platform/auth/consent-condition.js';
import { currentClinic, query } from '../../platform/database/database.js';

interface Grant {
  readonly categories: readonly string[];
  /** UTC; null: without an end. */
  readonly until: string | null;
  /** The patient's yes to this person; null: it waits. Absent in merges from before patients were asked about each. */
  readonly agreed?: Agreement | null;
  /** Who ended it; null: nobody. Absent in merges from before that was kept. */
  readonly ended?: Ending | null;
}

interface Ending {
  readonly as: string;
  readonly by: string;
  /** UTC */
  readonly at: string;
}

interface Agreement {
  readonly how: string;
  readonly by: string;
  /** UTC */
  readonly at: string;
}

/** What became of one follower's grant at a merge. */
export interface MovedGrant {
  readonly personId: string;
  /** The survivor's before; null: it had none. */
  readonly before: Grant | null;
  readonly after: Grant;
}

/** What waits for the patient's yes on either side waits. Whose end counts, their word counts about who it was. */
const NARROWER = `until = least(mine.until, other.until),
  ${['as', 'by', 'at'].map((part) => `ended_${part} = CASE WHEN mine.until IS NOT DISTINCT FROM least(mine.until, other.until) THEN mine.ended_${part} ELSE other.ended_${part} END`).join(', ')},
  categories = ARRAY(SELECT c FROM unnest(mine.categories) c WHERE c = ANY(other.categories)),
  ${['how', 'by', 'at'].map((part) => `agreed_${part} = CASE WHEN other.agreed_at IS NULL THEN NULL ELSE mine.agreed_${part} END`).join(', ')}`;

/** On the other side the team has proposed somebody about whom the patient is not yet asked: that is no No. */
const IS_ALLOWED = `mine.agreed_at IS NOT NULL AND mine.agreed_how = 'in-app' AND ${delegationWaits('other')}`;

/** Whoever follows the one record follows the other; who follows both sees what both allow, and as long as both do. */
export async function joinGrants(from: string, to: string): Promise<MovedGrant[]> {
  const before = await grantsOf(to);
  await query(
    `UPDATE delegation mine SET ${NARROWER} FROM delegation other
     WHERE mine.patient_id = $2 AND other.patient_id = $1 AND other.person_id = mine.person_id AND NOT (${IS_ALLOWED})`,
    [from, to],
  );
  await query(
    `INSERT INTO delegation (clinic_id, patient_id, person_id, categories, until, relationship, granted_at, agreed_how, agreed_by, agreed_at,
       ended_as, ended_by, ended_at)
     SELECT $3, $2, person_id, categories, until, relationship, granted_at, agreed_how, agreed_by, agreed_at, ended_as, ended_by, ended_at
     FROM delegation WHERE patient_id = $1
     ON CONFLICT DO NOTHING`,
    [from, to, currentClinic()],
  );
  const after = await grantsOf(to);
  return [...(await grantsOf(from)).keys()].map((personId) => ({
    personId,
    before: before.get(personId) ?? null,
    after: after.get(personId)!,
  }));
}

/**
 * Undoes that. A grant that was ended or narrowed since the merge is so for both; one that nobody has touched is what it
 * was before.
 */
export async function partGrants(moved: readonly MovedGrant[], from: string, to: string): Promise<void> {
  const now = await grantsOf(from);
  const touched = moved.filter(({ personId, after }) => !isSame(now.get(personId), after));
  await query(
    `UPDATE delegation mine SET ${NARROWER} FROM delegation other
     WHERE mine.patient_id = $2 AND other.patient_id = $1 AND other.person_id = mine.person_id AND mine.person_id = ANY($3)`,
    [from, to, touched.map(({ personId }) => personId)],
  );
  for (const one of moved) {
    if (one.before === null)
      await query('DELETE FROM delegation WHERE patient_id = $1 AND person_id = $2', [from, one.personId]);
    else if (!touched.includes(one)) await putBack(from, one.personId, one.before);
  }
}

async function putBack(patientId: string, personId: string, before: Grant): Promise<void> {
  const { until, categories, agreed, ended } = before;
  await query(
    `UPDATE delegation SET until = $3::timestamp AT TIME ZONE 'UTC', categories = $4 WHERE patient_id = $1 AND person_id = $2`,
    [patientId, personId, until, categories],
  );
  if (ended !== undefined)
    await query(
      `UPDATE delegation SET ended_as = $3, ended_by = $4, ended_at = $5::timestamp AT TIME ZONE 'UTC' WHERE patient_id = $1 AND person_id = $2`,
      [patientId, personId, ended?.as ?? null, ended?.by ?? null, ended?.at ?? null],
    );
  if (agreed === undefined) return;
  await query(
    `UPDATE delegation SET agreed_how = $3, agreed_by = $4, agreed_at = $5::timestamp AT TIME ZONE 'UTC' WHERE patient_id = $1 AND person_id = $2`,
    [patientId, personId, agreed?.how ?? null, agreed?.by ?? null, agreed?.at ?? null],
  );
}

async function grantsOf(patientId: string): Promise<Map<string, Grant>> {
  const rows = await query<Grant & { id: string }>(
    `SELECT person_id AS id, categories, (until AT TIME ZONE 'UTC')::text AS until,
       CASE WHEN agreed_at IS NULL THEN NULL
         ELSE json_build_object('how', agreed_how, 'by', agreed_by, 'at', (agreed_at AT TIME ZONE 'UTC')::text) END AS agreed,
       CASE WHEN ended_at IS NULL THEN NULL
         ELSE json_build_object('as', ended_as, 'by', ended_by, 'at', (ended_at AT TIME ZONE 'UTC')::text) END AS ended
     FROM delegation WHERE patient_id = $1`,
    [patientId],
  );
  return new Map(rows.map(({ id, ...grant }) => [id, grant]));
}

const isSame = (a: Grant | undefined, b: Grant): boolean =>
  a?.until === b.until &&
  a.categories.join() === b.categories.join() &&
  (b.agreed === undefined || a.agreed?.at === b.agreed?.at);
