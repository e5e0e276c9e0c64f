/** SQLSTATE classes and codes that mean "not now": connection lost, shutting down, too few resources, a time limit. */
const NOT_NOW = /^(08|57|53|55P03)/;
/** Of the socket to it, whichever side saw first that the other is gone. ENOENT is the file of a Unix socket. */
const SOCKET = /^(ECONN\w+|EPIPE|ENOENT|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN)$/;
const SOCKET_CALLS = ['connect', 'read', 'write', 'getaddrinfo'];
/** What pg and pg-pool say without a code. */
const WORDS =
  /timeout exceeded when trying to connect|Connection terminated|already released|not queryable|Query read timeout/;

/**
 * Is it the database that cannot be reached or used just now, and nothing that was asked of it? The same may be sent
 * again later. TypeORM's errors bear what the driver's say.
 */
export function isDatabaseAway(error: unknown): boolean {
  const { code = '', syscall = '', message = '' } = (error ?? {}) as NodeJS.ErrnoException;
  return NOT_NOW.test(code) || (SOCKET.test(code) && SOCKET_CALLS.includes(syscall)) || WORDS.test(message);
}
