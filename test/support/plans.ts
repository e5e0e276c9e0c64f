import { AsyncLocalStorage } from 'node:async_hooks';
import { EntityManager } from 'typeorm';
import { type Database, query } from '../../src/platform/database/database.js';

interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly Plans?: readonly PlanNode[];
}

/** A table that a statement reads: how, and how many rows of it, the ones it throws away included. */
export interface Scan {
  readonly table: string;
  readonly how: string;
  readonly rows: number;
}

/** Only what the watched call itself sends: workers of the same process use the same class. */
const watching = new AsyncLocalStorage<[string, unknown[]][]>();

/**
 * How PostgreSQL runs the statements of this call, were its tables too large to read as a whole: sequential scans are
 * priced out, so one that is left has no index it could use.
 */
export async function scansOf(database: Database, clinicId: string, run: () => Promise<unknown>): Promise<Scan[]> {
  const statements: [string, unknown[]][] = [];
  const original = Object.getOwnPropertyDescriptor(EntityManager.prototype, 'query')!;
  const send = original.value as (sql: string, parameters?: unknown[]) => Promise<unknown>;
  Object.defineProperty(EntityManager.prototype, 'query', {
    ...original,
    value(this: EntityManager, sql: string, parameters: unknown[] = []) {
      watching.getStore()?.push([sql, parameters]);
      return send.call(this, sql, parameters);
    },
  });
  try {
    await watching.run(statements, () => database.inClinic(clinicId, run));
  } finally {
    Object.defineProperty(EntityManager.prototype, 'query', original);
  }
  return database.inClinic(clinicId, async () => {
    await query('SET LOCAL enable_seqscan = off');
    const scans: Scan[] = [];
    for (const [sql, parameters] of statements) {
      const [row] = await query<{ 'QUERY PLAN': [{ Plan: PlanNode }] }>(
        `EXPLAIN (ANALYZE, FORMAT JSON) ${sql}`,
        parameters,
      );
      scans.push(...scansIn(row!['QUERY PLAN'][0].Plan));
    }
    return scans;
  });
}

function scansIn(node: PlanNode): Scan[] {
  const table = node['Relation Name'];
  const rows = (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0)) * node['Actual Loops'];
  const own = table === undefined ? [] : [{ table, how: node['Node Type'], rows }];
  return [...own, ...(node.Plans ?? []).flatMap(scansIn)];
}
