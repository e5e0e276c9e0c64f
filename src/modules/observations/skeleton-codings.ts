import { currentClinic, query } from '../../platform/database/database.js';
import type { NewObservation } from './observation.js';

interface Coding {
  readonly system?: string;
  readonly code?: string;
}
interface Skeleton {
  readonly code?: { readonly coding?: readonly Coding[] };
  readonly category?: readonly { readonly coding?: readonly Coding[] }[];
}
/** What stands in a key is short: an index holds it. Longer ones are found by their other codings. */
const LONGEST = 500;

/** By what else than the code it is kept under an observation is found: its other codings, and its categories. */
export function codingsOf({ skeleton, concept }: Pick<NewObservation, 'skeleton' | 'concept'>) {
  const { code, category } = JSON.parse(skeleton) as Skeleton;
  const found = [
    ...toKeys('code', code?.coding).filter((k) => k.code !== concept.code || k.system !== concept.system),
    ...(category ?? []).flatMap(({ coding }) => toKeys('category', coding)),
  ];
  return [...new Map(found.map((k) => [`${k.element}\0${k.code}\0${k.system}`, k])).values()];
}

const toKeys = (element: 'code' | 'category', codings: readonly Coding[] = []) =>
  codings.flatMap(({ system = '', code }) =>
    code === undefined || code.length + system.length > LONGEST ? [] : [{ element, code, system }],
  );

/** Keeps by what the skeletons of a batch are found; what is kept already stays. */
export async function keepCodings(
  batch: readonly NewObservation[],
  skeletonIds: readonly number[],
  conceptIds: readonly number[],
): Promise<void> {
  const first = new Map(batch.map((o, i) => [`${skeletonIds[i]}|${conceptIds[i]}`, { o, i }]));
  const rows = [...first.values()]
    .flatMap(({ o, i }) => codingsOf(o).map((k) => ({ ...k, skeletonId: skeletonIds[i]!, conceptId: conceptIds[i]! })))
    // In one order, whoever stores: no deadlocks.
    .sort((a, b) => a.skeletonId - b.skeletonId || a.conceptId - b.conceptId || (a.code < b.code ? -1 : 1));
  if (rows.length === 0) return;
  await query(
    `INSERT INTO skeleton_coding (clinic_id, element, code, system, skeleton_id, concept_id)
     SELECT $1, * FROM unnest($2::text[], $3::text[], $4::text[], $5::int[], $6::int[]) ON CONFLICT DO NOTHING`,
    [
      currentClinic(),
      rows.map((row) => row.element),
      rows.map((row) => row.code),
      rows.map((row) => row.system),
      rows.map((row) => row.skeletonId),
      rows.map((row) => row.conceptId),
    ],
  );
}
