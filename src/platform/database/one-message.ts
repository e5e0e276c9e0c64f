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
interface Description {
  readonly fields: readonly unknown[];
}
/** What pg calls on a query as the answer comes in; its typings leave these out, too. */
interface Answering {
  handleRowDescription(description: Description): void;
  handleDataRow(row: unknown): void;
  handleCommandComplete(done: unknown, connection: unknown): void;
}
const answering = pg.Query.prototype as unknown as Answering;

/**
 * By connection and name what the rows of a statement look like; null: it answers with none. A kept statement never answers
 * in another shape (PostgreSQL refuses it, and we give the connection up), so it need not be described each time.
 */
const descriptions = new WeakMap<Wire, Map<string, Description | null>>();
function descriptionsOf(wire: Wire): Map<string, Description | null> {
  let known = descriptions.get(wire);
  if (!known) descriptions.set(wire, (known = new Map()));
  return known;
}

/**
 * Several statements in one message, with one Sync behind them: PostgreSQL runs them as one transaction, answers once,
 * and has committed when it says that it is ready. Each statement on its own would make both sides write, wake and read.
 *
 * @see https://www.postgresql.org/docs/18/protocol-flow.html#PROTOCOL-FLOW-PIPELINING
 */
class Message extends pg.Query {
  /** Whether it is the first to use one of its statements on this connection. */
  prepares = false;
  private known!: Map<string, Description | null>;
  /** The part whose answer is coming in. */
  private at = 0;
  private isDescribed = false;

  constructor(
    private readonly parts: readonly Part[],
    callback: (error: Error | null, results: Results) => void,
  ) {
    super('', callback as never);
  }

  override submit = (connection: pg.Connection): void => {
    const wire = connection as unknown as Wire;
    this.known = descriptionsOf(wire);
    wire.stream.cork();
    for (const { statement, values } of this.parts) {
      const { name, text } = statement;
      if (!(wire.parsedStatements[name] ?? wire.submittedNamedStatements[name])) {
        this.prepares = true;
        // Not as submitted: pg forgets those when a later query of that name fails, and PostgreSQL would not.
        wire.parsedStatements[name] = text;
        wire.parse({ name, text });
      }
      wire.bind({ portal: '', statement: name, values: values as unknown[], valueMapper: asItTravels });
      if (!this.known.has(name)) wire.describe({ type: 'P', name: '' });
      wire.execute({ portal: '' });
    }
    wire.sync();
    wire.stream.uncork();
  };

  handleRowDescription(description: Description): void {
    this.known.set(this.answeringTo, description);
    this.describe(description);
  }

  handleDataRow(row: unknown): void {
    if (!this.isDescribed) this.describe(this.known.get(this.answeringTo)!);
    answering.handleDataRow.call(this, row);
  }

  handleCommandComplete(done: unknown, connection: unknown): void {
    if (!this.known.has(this.answeringTo)) this.known.set(this.answeringTo, null);
    answering.handleCommandComplete.call(this, done, connection);
    this.isDescribed = false;
    this.at++;
  }

  private describe(description: Description): void {
    this.isDescribed = true;
    answering.handleRowDescription.call(this, description);
  }

  private get answeringTo(): string {
    return this.parts[this.at]!.statement.name;
  }
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
