import type { Socket } from 'node:net';
import pg, { type PoolClient } from 'pg';
import type { Part, Sent } from './statement.js';

/** What of pg we lean on here; its typings leave these out. */
interface Wire {
  readonly stream: Socket;
  readonly submittedNamedStatements: Record<string, string>;
  readonly parsedStatements: Record<string, string>;
  parse(what: { name: string; text: string }): void;
  bind(what: { portal: string; statement: string; values: unknown[]; valueMapper: (value: unknown) => unknown }): void;
  describe(what: { type: 'P'; name: string }): void;
  execute(what: { portal: string }): void;
  sync(): void;
}
type Results = pg.QueryResult | pg.QueryResult[];

/**
 * Several statements in one message, with one Sync behind them: PostgreSQL runs them as one transaction, answers once,
 * and has committed when it says that it is ready. Each statement on its own would make both sides write, wake and read.
 *
 * @see https://www.postgresql.org/docs/18/protocol-flow.html#PROTOCOL-FLOW-PIPELINING
 */
class Message extends pg.Query {
  /** Whether it is the first to use one of its statements on this connection. */
  prepares = false;

  constructor(
    private readonly parts: readonly Part[],
    callback: (error: Error | null, results: Results) => void,
  ) {
    super('', callback as never);
  }

  override submit = (connection: pg.Connection): void => {
    const wire = connection as unknown as Wire;
    wire.stream.cork();
    for (const { statement, values } of this.parts) {
      const { name, text } = statement;
      if (!(wire.parsedStatements[name] ?? wire.submittedNamedStatements[name])) {
        this.prepares = true;
        wire.submittedNamedStatements[name] = text;
        wire.parse({ name, text });
      }
      wire.bind({ portal: '', statement: name, values: values as unknown[], valueMapper: asItTravels });
      wire.describe({ type: 'P', name: '' });
      wire.execute({ portal: '' });
    }
    wire.sync();
    wire.stream.uncork();
  };
}

const asItTravels = (value: unknown) => (typeof value === 'number' ? String(value) : value);

/**
 * @returns one answer a statement. All have committed, or none has
 * @throws what the first failing statement failed with; `spent` is then set when the connection must be given up,
 *   because nobody can say which statements it has prepared
 */
export function sendTogether(client: PoolClient, parts: readonly Part[]): Promise<Sent<Record<string, unknown>>[]> {
  return new Promise((resolve, reject) => {
    const message = new Message(parts, (error, results) => {
      if (error) return reject(Object.assign(error, { spent: message.prepares }));
      const all = Array.isArray(results) ? results : [results];
      resolve(all.map(({ rows, rowCount }) => ({ rows, count: rowCount ?? 0 })));
    });
    client.query(message);
  });
}
