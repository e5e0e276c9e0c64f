/** What PostgreSQL says of a statement that it refused; its severity tells it from every other error. */
interface Refused {
  readonly severity?: string;
  readonly code?: string;
  readonly constraint?: string;
  readonly table?: string;
}

interface Fault extends Refused {
  readonly name?: string;
  readonly message?: string;
  readonly stack?: string;
  /** What TypeORM, which runs the migrations, wraps. */
  readonly driverError?: Refused;
}

const MOST_FRAMES = 12;
/** Of many that failed together, for the same reason as a rule. */
const MOST_PARTS = 20;

/** Name, code and stack, and those of each that failed together; a database error's message or detail may quote a row. */
export function safeError(error: unknown): object {
  const fault = error as Fault;
  const refused = fault.driverError ?? (fault.severity === undefined ? undefined : fault);
  const frames = fault.stack
    ?.split('\n')
    .filter((line) => line.startsWith('    at '))
    .slice(0, MOST_FRAMES);
  return {
    name: fault.name,
    code: refused?.code ?? fault.code,
    table: refused?.table,
    constraint: refused?.constraint,
    message: refused ? undefined : fault.message,
    stack: frames,
    ...(error instanceof AggregateError ? { errors: error.errors.slice(0, MOST_PARTS).map(safeError) } : {}),
  };
}
