import type { Socket } from 'node:net';
import pg, { type PoolClient } from 'pg';
import { logger } from '../telemetry/logger.js';
import { sendTogether } from './one-message.js';
import type { Part, Sent, Statement, Transaction } from './statement.js';

const BEGIN: Statement = { name: 'begin', text: 'BEGIN' };
const COMMIT: Statement = { name: 'commit', text: 'COMMIT' };
const ROLLBACK: Statement = { name: 'rollback', text: 'ROLLBACK' };
const ENTER: Statement = { name: 'enter', text: `SELECT set_config('app.clinic', $1, true)` };

/** Plans are made once and kept while tables grow from nothing, so none may rest on how small a table was. */
const BY_INDEX = ['seqscan', 'bitmapscan', 'hashjoin', 'mergejoin']
  .map((way) => `-c enable_${way}=off`)
  .concat('-c plan_cache_mode=force_generic_plan', '-c max_parallel_workers_per_gather=0', '-c jit=off')
  .join(' ');

/** Past the server's own limit for a statement: by then it has answered, or nobody is there. */
export const SILENCE_MS = 35_000;
/** A connection may go silent without ending (a firewall forgets it, a host is gone); unasked, we would wait for hours. */
export const HEARD_FROM = { keepAlive: true, keepAliveInitialDelayMillis: 10_000 } as const;

/**
 * A small pool for the paths that are walked thousands of times a second: prepared statements, sent without waiting
 * for each other (83 µs for four in a row where one after another takes 381).
 */
export class Pipelined {
  private readonly pool: pg.Pool;

  /** @param silenceMs - a statement without an answer for this long fails, and its connection is given up */
  constructor(url: string, connections: number, silenceMs = SILENCE_MS) {
    this.pool = new pg.Pool({
      connectionString: url,
      max: connections,
      // Signing in and preparing the statements anew costs more than an idle connection does.
      idleTimeoutMillis: 0,
      pipeline: true,
      application_name: 'stepwell_hot',
      options: BY_INDEX,
      connectionTimeoutMillis: 5000,
      statement_timeout: 30_000,
      query_timeout: silenceMs,
      ...HEARD_FROM,
      idle_in_transaction_session_timeout: 60_000,
    });
    this.pool.on('error', (error) =>
      logger.warn({ code: (error as { code?: string }).code }, 'hot path: a connection was lost'),
    );
  }

  /** One transaction. It has committed, durably, when this resolves. */
  transaction<T>(run: (tx: Transaction) => Promise<T>): Promise<T> {
    return this.hold(
      async (client) => {
        const tx = new PipelinedTransaction(client);
        void tx.send(BEGIN, []);
        const result = await run(tx);
        const { command } = await tx.end(COMMIT);
        // A transaction that had failed answers COMMIT without an error; only the word says that it rolled back.
        if (command !== 'COMMIT') throw new Error('The transaction had failed and was rolled back');
        for (const hint of tx.hints) hint();
        return result;
      },
      // Whoever does not even roll back is not there any more.
      (client) =>
        client.query({ ...ROLLBACK }).then(
          () => false,
          () => true,
        ),
    );
  }

  /** Statements that need nothing of each other's answers, as one transaction in one message. It has committed when this resolves. */
  together(parts: readonly Part[]): Promise<Sent<Record<string, unknown>>[]> {
    return this.hold(
      (client) => sendTogether(client, parts),
      (_client, error) => {
        const { severity, spent } = error as { severity?: string; spent?: boolean };
        // What is no answer to a statement (FATAL, silence, a cut line) says that nobody is there any more.
        return severity !== 'ERROR' || spent === true;
      },
    );
  }

  /** @param isSpent - after a failure: must the connection be given up? */
  private async hold<T>(
    run: (client: PoolClient) => Promise<T>,
    isSpent: (client: PoolClient, error: unknown) => boolean | Promise<boolean>,
  ): Promise<T> {
    const client = await this.pool.connect();
    // A connection cut while we hold it fails the statements under way; unheard, it would end the process besides.
    const heard = () => undefined;
    client.on('error', heard);
    let spent = false;
    try {
      return await run(client);
    } catch (error) {
      spent = (await isSpent(client, error)) || isPlanOfBefore(error);
      throw error;
    } finally {
      client.off('error', heard);
      client.release(spent);
    }
  }

  close(): Promise<void> {
    return this.pool.end();
  }
}

/** A migration has changed what a kept plan answers with: the connection would refuse the statement for ever. */
export const isPlanOfBefore = (error: unknown): boolean => (error as { code?: string } | null)?.code === '0A000';

class PipelinedTransaction implements Transaction {
  readonly hints: (() => void)[] = [];
  private readonly sent: Promise<unknown>[] = [];
  private corked = false;

  constructor(private readonly client: PoolClient) {}

  send<Row extends object>({ name, text }: Statement, values: readonly unknown[]) {
    this.cork();
    const answer = this.client
      .query<Row>({ name, text, values: values as unknown[] })
      .then(({ rows, rowCount }) => ({ rows, count: rowCount ?? 0 }));
    // Nobody may be waiting for it yet when an earlier one fails.
    answer.catch(() => undefined);
    this.sent.push(answer);
    return answer;
  }

  afterCommit(run: () => void): void {
    this.hints.push(run);
  }

  /** What is sent in one turn of the event loop leaves in one write: a write for each was an eighth of all work. */
  private cork(): void {
    if (this.corked) return;
    this.corked = true;
    const { stream } = (this.client as unknown as { connection: { stream: Socket } }).connection;
    stream.cork();
    process.nextTick(() => {
      this.corked = false;
      stream.uncork();
    });
  }

  /** The last statement, without waiting for those before it. Fails with the first of them that has failed. */
  async end({ name, text }: Statement): Promise<{ command: string }> {
    this.cork();
    const ended = this.client.query({ name, text });
    ended.catch(() => undefined);
    await Promise.all(this.sent);
    return ended;
  }
}

/** From here on the transaction is in this clinic; one transaction may go through several, one after another. */
export function enterClinic(tx: Transaction, clinicId: string): Promise<unknown> {
  return tx.send(ENTER, [clinicId]);
}

/** The same as the first part of a message. */
export const entering = (clinicId: string): Part => ({ statement: ENTER, values: [clinicId] });
