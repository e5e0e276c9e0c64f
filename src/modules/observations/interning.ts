import { createHash } from 'node:crypto';
import { currentClinic, query } from '../../platform/database/database.js';
import { asks } from './asks.js';
import type { NewObservation } from './observation.js';
import { keepCodings } from './skeleton-codings.js';
import { keepDevices } from './source-devices.js';

export interface Interned {
  readonly seriesId: number;
  readonly skeletonId: number;
  /** Text of the device that the source has; only where the observation tells one. */
  readonly device?: string | undefined;
  /** Where a reading stands that does not say when it was. */
  readonly atMs?: number;
}

interface Part {
  readonly key: string;
  readonly values: readonly unknown[];
}

interface Shape {
  readonly columns: readonly string[];
  readonly types: readonly string[];
  /** Places of the columns that make a part that one and no other. */
  readonly identity: readonly number[];
}

const CONCEPT: Shape = { columns: ['system', 'code', 'metric'], types: ['text', 'text', 'text'], identity: [0, 1] };
const SOURCE: Shape = {
  columns: ['patient_id', 'system', 'device', 'kind', 'device_body'],
  types: ['uuid', 'text', 'text', 'text', 'text'],
  identity: [0, 1, 2],
};
const SKELETON: Shape = { columns: ['hash', 'body'], types: ['text', 'text'], identity: [0] };
const SERIES: Shape = {
  columns: ['patient_id', 'concept_id', 'source_id', 'variant', 'at'],
  types: ['uuid', 'int', 'int', 'text', 'timestamptz'],
  identity: [0, 1, 2, 3],
};

/** Numbers of what a batch repeats; unknown parts are stored. Always in this order, each sorted: no deadlocks. */
export async function internParts(batch: readonly NewObservation[]): Promise<Interned[]> {
  const concepts = await intern('concept', CONCEPT, batch.map(conceptPart));
  await markAsking(concepts.filter((_, i) => asks(batch[i]!)));
  const sources = await intern('source', SOURCE, batch.map(sourcePart));
  const devices = await keepDevices(batch, sources);
  const skeletons = await intern('skeleton', SKELETON, batch.map(skeletonPart));
  await keepCodings(batch, skeletons, concepts);
  const series = await intern(
    'series',
    SERIES,
    batch.map((o, i) => seriesPart(o, concepts[i]!, sources[i]!)),
  );
  const moments = batch.some((o) => o.isUntimed) ? await findMoments(series) : undefined;
  return batch.map((o, i) => {
    const device = o.device ? devices.get(sources[i]!) : undefined;
    const interned = { seriesId: series[i]!, skeletonId: skeletons[i]!, device };
    return o.isUntimed ? { ...interned, atMs: moments!.get(series[i]!)! } : interned;
  });
}

/** Whoever came first with a reading that does not say when has said where it stands. */
async function findMoments(seriesIds: readonly number[]): Promise<ReadonlyMap<number, number>> {
  const rows = await query<{ id: number; ms: number }>(
    `SELECT id, date_part('epoch', at) * 1000 AS ms FROM series WHERE clinic_id = $1 AND id = ANY($2) AND at IS NOT NULL`,
    [currentClinic(), seriesIds],
  );
  return new Map(rows.map(({ id, ms }) => [id, Math.round(ms)]));
}

/** Series under these are looked through for answers from now on. */
async function markAsking(conceptIds: readonly number[]): Promise<void> {
  if (conceptIds.length === 0) return;
  await query('UPDATE concept SET asks = true WHERE clinic_id = $1 AND id = ANY($2) AND NOT asks', [
    currentClinic(),
    [...new Set(conceptIds)],
  ]);
}

/** Texts of skeletons by their number. */
export function skeletonsById(ids: readonly number[]): Promise<{ id: number; body: string }[]> {
  return query<{ id: number; body: string }>('SELECT id, body FROM skeleton WHERE id = ANY($1)', [ids]);
}

const part = (values: readonly unknown[], identity: readonly unknown[] = values): Part => ({
  // A character that no stored text can hold.
  key: identity.join('\0'),
  values,
});
const conceptPart = ({ concept: { system, code, metric } }: NewObservation) =>
  part([system, code, metric], [system, code]);
const sourcePart = ({ patientId, source: { system, device, kind }, device: told }: NewObservation) =>
  part([patientId, system, device, kind, told ?? null], [patientId, system, device]);
const seriesPart = (
  { patientId, variant, isUntimed, startMs }: NewObservation,
  conceptId: number,
  sourceId: number,
) => {
  const identity = [patientId, conceptId, sourceId, variant];
  return part([...identity, isUntimed ? new Date(startMs).toISOString() : null], identity);
};
const skeletonPart = ({ skeleton }: NewObservation) => {
  const hash = createHash('sha256').update(skeleton).digest('base64url');
  return part([hash, skeleton], [hash]);
};

async function intern(table: string, shape: Shape, parts: readonly Part[]): Promise<number[]> {
  const distinct = [...new Map(parts.map((one) => [one.key, one])).values()].sort((a, b) => (a.key < b.key ? -1 : 1));
  const { columns, types, identity } = shape;
  const values = types.map((_, i) => distinct.map((one) => one.values[i] ?? null));
  const arrays = types.map((type, i) => `$${i + 2}::${type}[]`).join(', ');
  await query(
    `INSERT INTO ${table} (clinic_id, ${columns.join(', ')}) SELECT $1, * FROM unnest(${arrays}) ON CONFLICT DO NOTHING`,
    [currentClinic(), ...values],
  );
  const keys = identity.map((i, n) => `$${n + 2}::${types[i]}[]`).join(', ');
  const rows = await query<{ id: number; position: string }>(
    `SELECT t.id, i.position FROM unnest(${keys}) WITH ORDINALITY AS i(${identity.map((i) => `c${i}`).join(', ')}, position)
     JOIN ${table} t ON t.clinic_id = $1 AND ${identity.map((i) => `t.${columns[i]} = i.c${i}`).join(' AND ')}`,
    [currentClinic(), ...identity.map((i) => values[i])],
  );
  const ids = new Map(rows.map((row) => [distinct[Number(row.position) - 1]!.key, row.id]));
  return parts.map((one) => ids.get(one.key) ?? missingId(table));
}

function missingId(table: string): never {
  throw new Error(`A ${table} that was just stored cannot be found`);
}
