import { currentClinic, query } from '../../platform/database/database.js';
import { NEVER, TREATMENT_TYPES } from '../treatments/index.js';

/** What stands in one of two records, for whoever decides whether they are one person's. */
export interface MergeSide {
  readonly registeredAt: string;
  readonly gender: string | null;
  readonly email: string | null;
  readonly phone: string | null;
  readonly identifiers: readonly { readonly system: string; readonly value: string }[];
  readonly hasAccount: boolean;
  /** Civil days with a value of any metric, and the last of them. */
  readonly dataDays: number;
  readonly lastDataOn: string | null;
  /** Those that were cancelled do not count. */
  readonly visits: number;
  /** How many, never what they say: an admin reads none. */
  readonly notes: number;
  /** Doses and procedures that stand. */
  readonly treatments: number;
}

/** Days and not readings: a watch sends half a million readings a year, and counting them says nothing more. */
const SIDES = `SELECT p.id, p.created_at AS "registeredAt", p.gender, p.email, p.phone, p.person_id IS NOT NULL AS "hasAccount",
    (SELECT coalesce(jsonb_agg(jsonb_build_object('system', i.system, 'value', i.value) ORDER BY i.system, i.value), '[]')
     FROM patient_identifier i WHERE i.clinic_id = $1 AND i.patient_id = p.id) AS identifiers,
    d.n AS "dataDays", d.last AS "lastDataOn",
    (SELECT count(*)::int FROM visit v WHERE v.clinic_id = $1 AND v.patient_id = p.id AND v.state <> 'cancelled') AS visits,
    (SELECT count(*)::int FROM record r WHERE r.clinic_id = $1 AND r.patient_id = p.id AND r.type = 'DocumentReference' AND r.current) AS notes,
    (SELECT count(*)::int FROM record r WHERE r.clinic_id = $1 AND r.patient_id = p.id AND r.type = ANY($3) AND r.current
       AND NOT coalesce(r.body::json ->> 'status', '') = ANY($4)) AS treatments
  FROM patient p,
    LATERAL (SELECT count(DISTINCT day)::int AS n, max(day)::text AS last FROM daily_value v
             WHERE v.clinic_id = $1 AND v.patient_id = p.id AND v.value IS NOT NULL) d
  WHERE p.clinic_id = $1 AND p.id = ANY($2)`;

type SideRow = Omit<MergeSide, 'registeredAt'> & { readonly id: string; readonly registeredAt: Date };

export async function findSides(patientIds: readonly string[]): Promise<Map<string, MergeSide>> {
  if (patientIds.length === 0) return new Map();
  const rows = await query<SideRow>(SIDES, [currentClinic(), patientIds, TREATMENT_TYPES, [...NEVER]]);
  return new Map(
    rows.map(({ id, registeredAt, ...row }) => [id, { ...row, registeredAt: registeredAt.toISOString() }]),
  );
}
