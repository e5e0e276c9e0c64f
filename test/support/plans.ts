import { type Database, openConnection, query } from '../../src/platform/database/database.js';
import type { Pipelined } from '../../src/platform/database/pipelined.js';

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

/**
 * How PostgreSQL runs the statements of this call, were its tables too large to read as a whole: sequential scans are
 * priced out, so one that is left has no index it could use.
 */
export function scansOf(database: Database, clinicId: string, run: () => Promise<unknown>): Promise<Scan[]> {
  return database.inClinic(clinicId, async () => {
    const statements = await statementsOf(run);
    if (statements.length === 0) throw new Error('This call has asked the database nothing');
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

type Sent = [sql: string, parameters: unknown[]];

/** What the call sends on the connection of the open transaction. */
async function statementsOf(run: () => Promise<unknown>): Promise<Sent[]> {
  const client = openConnection();
  const statements: Sent[] = [];
  const send = client.query.bind(client) as (...sent: unknown[]) => unknown;
  client.query = ((first: string | { text: string; values?: unknown[] }, ...rest: unknown[]) => {
    if (typeof first === 'string') statements.push([first, Array.isArray(rest[0]) ? rest[0] : []]);
    else statements.push([first.text, first.values ?? []]);
    return send(first, ...rest);
  }) as typeof client.query;
  try {
    await run();
  } finally {
    delete (client as { query?: unknown }).query;
  }
  return statements;
}

/** The same for a statement that this connection has prepared, by the plan it has kept. */
export async function scansOfKept(database: Pipelined, name: string): Promise<Scan[]> {
  const statement = { name: '', text: `EXPLAIN (ANALYZE, FORMAT JSON) EXECUTE "${name}"` };
  const [explained] = await database.together([{ statement, values: [] }]);
  const [{ Plan }] = explained!.rows[0]!['QUERY PLAN'] as [{ Plan: PlanNode }];
  return scansIn(Plan);
}

function scansIn(node: PlanNode): Scan[] {
  const table = node['Relation Name'];
  const rows = (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0)) * node['Actual Loops'];
  const own = table === undefined ? [] : [{ table, how: node['Node Type'], rows }];
  return [...own, ...(node.Plans ?? []).flatMap(scansIn)];
}
