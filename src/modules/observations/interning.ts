import { createHash } from 'node:crypto';
import { afterCommit, currentClinic, query } from '../../platform/database/database.js';
import type { NewObservation } from './observation.js';

const MOST = 200_000;
/** Ids of repeated parts, per clinic. Filled only after commit: an id from a rolled-back transaction must never be used. */
const known = new Map<string, number>();

interface Part {
  readonly key: string;
  readonly values: readonly unknown[];
}

/** Ids of the concept, source and skeleton of each observation; unknown ones are stored. Always in this order, each sorted: no deadlocks. */
export async function internParts(batch: readonly NewObservation[]) {
  const concepts = await intern('concept', batch.map(conceptPart), {
    columns: 'system, code, metric',
    types: ['text', 'text', 'text'],
    identity: [0, 1],
  });
  const sources = await intern('source', batch.map(sourcePart), {
    columns: 'patient_id, system, device, kind',
    types: ['uuid', 'text', 'text', 'text'],
    identity: [0, 1, 2],
  });
  const skeletons = await intern('skeleton', batch.map(skeletonPart), {
    columns: 'hash, body',
    types: ['text', 'text'],
    identity: [0],
  });
  return { concepts, sources, skeletons };
}

const conceptPart = ({ concept }: NewObservation): Part => ({
  key: `${concept.system}|${concept.code}`,
  values: [concept.system, concept.code, concept.metric],
});
const sourcePart = ({ patientId, source }: NewObservation): Part => ({
  key: `${patientId}|${source.system}|${source.device}`,
  values: [patientId, source.system, source.device, source.kind],
});
const hashes = new Map<string, string>();
function skeletonPart({ skeleton }: NewObservation): Part {
  let hash = hashes.get(skeleton);
  if (hash === undefined) {
    if (hashes.size > 20_000) hashes.clear();
    hash = createHash('sha256').update(skeleton).digest('base64url');
    hashes.set(skeleton, hash);
  }
  return { key: hash, values: [hash, skeleton] };
}

async function intern(
  table: 'concept' | 'source' | 'skeleton',
  parts: readonly Part[],
  shape: { columns: string; types: readonly string[]; identity: readonly number[] },
): Promise<number[]> {
  const clinic = currentClinic();
  const keyOf = (part: Part) => `${table}|${clinic}|${part.key}`;
  const missing = new Map<string, Part>();
  for (const part of parts) if (!known.has(keyOf(part))) missing.set(keyOf(part), part);
  const fresh =
    missing.size > 0
      ? await store(
          table,
          [...missing.values()].sort((a, b) => (a.key < b.key ? -1 : 1)),
          shape,
        )
      : new Map<string, number>();
  afterCommit(() => {
    if (known.size > MOST) known.clear();
    for (const [key, id] of fresh) known.set(`${table}|${clinic}|${key}`, id);
  });
  return parts.map((part) => known.get(keyOf(part)) ?? fresh.get(part.key) ?? missingId(table));
}

function missingId(table: string): never {
  throw new Error(`A ${table} that was just stored cannot be found`);
}

async function store(
  table: string,
  parts: readonly Part[],
  shape: { columns: string; types: readonly string[]; identity: readonly number[] },
): Promise<Map<string, number>> {
  const names = shape.columns.split(', ');
  const arrays = shape.types.map((type, i) => `$${i + 2}::${type}[]`).join(', ');
  const values = shape.types.map((_, i) => parts.map((part) => part.values[i] ?? null));
  await query(
    `INSERT INTO ${table} (clinic_id, ${shape.columns}) SELECT $1, * FROM unnest(${arrays}) ON CONFLICT DO NOTHING`,
    [currentClinic(), ...values],
  );
  const join = shape.identity.map((i) => `t.${names[i]} = i.c${i}`).join(' AND ');
  const rows = await query<{ id: number; position: string }>(
    `SELECT t.id, i.position FROM unnest(${shape.identity.map((i, n) => `$${n + 1}::${shape.types[i]}[]`).join(', ')})
       WITH ORDINALITY AS i(${shape.identity.map((i) => `c${i}`).join(', ')}, position)
     JOIN ${table} t ON ${join}`,
    shape.identity.map((i) => values[i]),
  );
  return new Map(rows.map((row) => [parts[Number(row.position) - 1]!.key, row.id]));
}
