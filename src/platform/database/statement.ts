/** One SQL statement under a name of its own: a connection plans it once. */
export interface Statement {
  readonly name: string;
  readonly text: string;
}

/** A statement with its values. A value is as it travels: text, a number, bytes in PostgreSQL's binary form, or null. */
export interface Part {
  readonly statement: Statement;
  readonly values: readonly (string | number | Buffer | null)[];
}

export interface Sent<Row> {
  readonly rows: Row[];
  /** How many rows it read or wrote. */
  readonly count: number;
}

/**
 * An open transaction. Statements that do not need each other's answers may be sent without waiting in between: on a
 * pipelined connection they travel together. Every promise must be awaited in the end.
 */
export interface Transaction {
  send<Row extends object>(statement: Statement, values: readonly unknown[]): Promise<Sent<Row>>;
  /** Runs once it has committed; never when it rolls back. For hints only. */
  afterCommit(run: () => void): void;
}

/** Sends a part on its own, in the transaction that is open. */
export const send = <Row extends object>(tx: Transaction, { statement, values }: Part): Promise<Sent<Row>> =>
  tx.send<Row>(statement, values);
