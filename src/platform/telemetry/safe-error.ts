/** Name, code and stack; a database error's message or detail may quote a row. */
export function safeError(error: unknown): object {
  const fault = error as {
    name?: string;
    code?: string;
    stack?: string;
    driverError?: { code?: string; constraint?: string; table?: string };
  };
  const frames = fault.stack
    ?.split('\n')
    .filter((line) => line.startsWith('    at '))
    .slice(0, 12);
  const message = fault.driverError ? undefined : (error as Error).message;
  return {
    name: fault.name,
    code: fault.driverError?.code ?? fault.code,
    table: fault.driverError?.table,
    constraint: fault.driverError?.constraint,
    message,
    stack: frames,
  };
}
