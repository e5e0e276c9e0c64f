import { AsyncLocalStorage } from 'node:async_hooks';
import { type Client, escapeLiteral, type PoolClient } from 'pg';
import { DataSource } from 'typeorm';
import { StartError } from '../config/config.errors.js';
import { isCollision, stepAside } from './collisions.js';
import { HEARD_FROM, isPlanOfBefore, Pipelined, SILENCE_MS } from './pipelined.js';
import { type Role, urlFor } from './roles.js';
import type { Statement, Transaction } from './statement.js';

interface Scope {
  readonly client: PoolClient;
  readonly clinicId: string | undefined;
  readonly afterCommit: (() => void)[];
}

const scopes = new AsyncLocalStorage<Scope>();

/** The connection of the transaction we are in, which is nobody else's meanwhile. Statements go through `query`. */
export function openConnection(): PoolClient {
  const scope = scopes.getStore();
  if (!scope) throw new Error('No transaction: wrap the call in database.inClinic(...)');
  return scope.client;
}

/** The clinic of the transaction we are in. */
export function currentClinic(): string {
  const clinicId = scopes.getStore()?.clinicId;
  if (clinicId === undefined) throw new Error('No clinic: wrap the call in database.inClinic(...)');
  return clinicId;
}

/** Runs once the transaction we are in has committed; never when it rolls back. For hints only (doorbells, caches). */
export function afterCommit(run: () => void): void {
  scopes.getStore()?.afterCommit.push(run);
}

/**
 * A part of the open transaction that may fail without taking the rest along, and leaves no hint then. Outside of any
 * transaction it is just run.
 */
export async function asPart<T>(run: () => Promise<T>): Promise<T> {
  const scope = scopes.getStore();
  if (!scope) return run();
  const hints = scope.afterCommit.length;
  await scope.client.query('SAVEPOINT part');
  try {
    const result = await run();
    await scope.client.query('RELEASE SAVEPOINT part');
    return result;
  } catch (error) {
    scope.afterCommit.length = hints;
    // Where even that fails, the commit does as well.
    await scope.client.query('ROLLBACK TO SAVEPOINT part; RELEASE SAVEPOINT part').catch(() => undefined);
    throw error;
  }
}

/**
 * Rows of one statement in the current transaction. Parameters only: never build SQL from values. A connection keeps what it
 * has worked out about a statement: doing that anew, over all partitions, was most of what a page cost.
 */
export function query<Row>(sql: string, parameters: readonly unknown[] = []): Promise<Row[]> {
  return send(sql, parameters, nameOf(sql));
}

/** The same for a statement whose text depends on what somebody asked for: it is worked out each time, and kept nowhere. */
export function queryOnce<Row>(sql: string, parameters: readonly unknown[]): Promise<Row[]> {
  return send(sql, parameters, undefined);
}

async function send<Row>(text: string, parameters: readonly unknown[], name: string | undefined): Promise<Row[]> {
  const { rows } = await openConnection().query({ ...(name ? { name } : {}), text, values: parameters as unknown[] });
  return rows as Row[];
}

/** Far more than there are in our code. Each is kept by every connection that has met it. */
const MOST_NAMES = 2000;
const names = new Map<string, string>();
function nameOf(sql: string): string | undefined {
  let name = names.get(sql);
  if (name === undefined && names.size < MOST_NAMES) names.set(sql, (name = `q${names.size}`));
  return name;
}

/** When this transaction began, by the clock that all nodes share: deadlines are reckoned from it, never from a node's own. */
export async function transactionTime(): Promise<Date> {
  const [row] = await query<{ now: Date }>('SELECT now() AS now');
  return row!.now;
}

/** The transaction we are in, for statements that should be planned once a connection; undefined outside of any. */
export function openTransaction(): Transaction | undefined {
  const client = scopes.getStore()?.client;
  if (!client) return undefined;
  let last: Promise<unknown> = Promise.resolve();
  return {
    send: <Row extends object>({ name, text }: Statement, values: readonly unknown[]) => {
      const answer = last.then(async () => {
        const { rows, rowCount } = await client.query<Row>({ name, text, values: values as unknown[] });
        return { rows, count: rowCount ?? 0 };
      });
      last = answer.catch(() => undefined);
      return answer;
    },
    afterCommit,
  };
}

/** Of a transaction that may be repeated. */
const MOST_TRIES = 3;
const HOT_CONNECTIONS = 6;
const IDENTITY_CONNECTIONS = 3;
/** Our queries take milliseconds: helpers that must first be started, or code that must be compiled, cost ten times that. */
const SHORT_QUERIES = '-c max_parallel_workers_per_gather=0 -c jit=off';
/** Workers do few things again and again, each written so that one plan is right for all values; pages leave that to PostgreSQL. */
const PLANNED_ONCE = '-c plan_cache_mode=force_generic_plan';

/** One database, entered with a role that cannot step around row-level security. */
export class Database {
  /** The short way in, for what happens thousands of times a second. Connects when it is first used. */
  readonly hot: Pipelined;
  /** The same for who is behind a request: what devices send and programs search for must keep nobody out. */
  readonly identity: Pipelined;

  private constructor(
    readonly source: DataSource,
    readonly url: string,
  ) {
    this.hot = new Pipelined(url, HOT_CONNECTIONS);
    this.identity = new Pipelined(url, IDENTITY_CONNECTIONS);
  }

  /** @throws StartError when the role could bypass the policies or the server may lose acknowledged writes */
  static async open(ownerUrl: string, role: Exclude<Role, 'stepwell_auth'>, poolSize: number): Promise<Database> {
    const url = urlFor(role, ownerUrl);
    const source = new DataSource({
      type: 'postgres',
      url,
      poolSize,
      applicationName: role,
      connectTimeoutMS: 5000,
      extra: {
        statement_timeout: 30_000,
        query_timeout: SILENCE_MS,
        ...HEARD_FROM,
        idle_in_transaction_session_timeout: 60_000,
        options: role === 'stepwell_worker' ? `${SHORT_QUERIES} ${PLANNED_ONCE}` : SHORT_QUERIES,
        // What a connection has planned goes with it: that idleness costs nothing, and nothing is kept for ever.
        idleTimeoutMillis: 0,
        maxLifetimeSeconds: 3600,
      },
    });
    await source.initialize();
    const database = new Database(source, url);
    await database.assertSafe();
    return database;
  }

  private async assertSafe(): Promise<void> {
    const [row] = await this.source.query<{ bypass: boolean; commit: string }[]>(
      `SELECT rolsuper OR rolbypassrls AS bypass, current_setting('synchronous_commit') AS commit FROM pg_roles WHERE rolname = current_user`,
    );
    if (row?.bypass)
      throw new StartError(
        'The database role that serves requests can bypass row-level security; Stepwell does not start like that.',
      );
    if (row?.commit === 'off')
      throw new StartError('synchronous_commit is off: acknowledged observations could be lost. Turn it on.');
  }

  /** One transaction inside a clinic. Joins the one already open for the same clinic. */
  inClinic<T>(clinicId: string, run: () => Promise<T>): Promise<T> {
    const open = scopes.getStore();
    if (open) {
      if (open.clinicId !== clinicId) throw new Error('A transaction belongs to one clinic');
      return run();
    }
    return this.transaction(clinicId, [['app.clinic', clinicId]], run);
  }

  /**
   * The same where `run` may be repeated from its beginning: one that only collided with another is tried again. Inside
   * an open transaction it is not, because that can only be repeated as a whole.
   */
  async inClinicAgain<T>(clinicId: string, run: () => Promise<T>): Promise<T> {
    for (let tries = 1; ; tries++) {
      try {
        return await this.inClinic(clinicId, run);
      } catch (error) {
        if (tries === MOST_TRIES || scopes.getStore() || !isCollision(error)) throw error;
        await stepAside();
      }
    }
  }

  /** One transaction as a signed-in person who has not entered a clinic: sees own memberships and nothing clinical. */
  asPerson<T>(personId: string, run: () => Promise<T>): Promise<T> {
    return this.transaction(undefined, [['app.person', personId]], run);
  }

  /** One transaction for the holder of a secret: sees the rows that carry its hash. */
  asHolder<T>(secretHash: string, run: () => Promise<T>): Promise<T> {
    return this.transaction(undefined, [['app.secret_hash', secretHash]], run);
  }

  /** One transaction outside every clinic: global tables and queues only. */
  outside<T>(run: () => Promise<T>): Promise<T> {
    return this.transaction(undefined, [], run);
  }

  /** Moves the open transaction, which belongs to no clinic yet, into one. For workers that take from a queue. */
  async enterClinic<T>(clinicId: string, run: () => Promise<T>): Promise<T> {
    const open = scopes.getStore();
    if (!open || open.clinicId !== undefined)
      throw new Error('enterClinic needs an open transaction outside every clinic');
    await open.client.query(`SELECT set_config('app.clinic', $1, true)`, [clinicId]);
    return scopes.run({ ...open, clinicId }, run);
  }

  /** BEGIN and the settings travel together: a round trip costs more than most of our statements. */
  private async transaction<T>(
    clinicId: string | undefined,
    settings: [string, string][],
    run: () => Promise<T>,
  ): Promise<T> {
    const afterwards: (() => void)[] = [];
    const runner = this.source.createQueryRunner();
    const client = (await runner.connect()) as PoolClient;
    try {
      const set = settings.map(([name, value]) => `SELECT set_config('${name}', ${escapeLiteral(value)}, true)`);
      await client.query(['BEGIN', ...set].join('; '));
      const result = await scopes.run({ client, clinicId, afterCommit: afterwards }, run);
      // A statement that failed and was forgiven leaves a transaction that can only roll back; COMMIT does not say so.
      const ended = await client.query('COMMIT');
      if (ended.command !== 'COMMIT') throw new Error('The transaction had failed and was rolled back');
      return result;
    } catch (error) {
      afterwards.length = 0;
      const isUsable = await client.query('ROLLBACK').then(
        () => !isPlanOfBefore(error),
        // One that does not even roll back is gone, or silent.
        () => false,
      );
      // Ended, so that the pool gives it to nobody else.
      if (!isUsable) void (client as unknown as Client).end().catch(() => undefined);
      throw error;
    } finally {
      await runner.release();
      for (const hint of afterwards) hint();
    }
  }

  async close(): Promise<void> {
    await Promise.all([this.hot.close(), this.identity.close()]);
    if (this.source.isInitialized) await this.source.destroy();
  }
}
