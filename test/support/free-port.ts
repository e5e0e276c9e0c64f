import { createServer } from 'node:net';

/** Below what systems give to outgoing connections by themselves (Linux from 32768, others from 49152). */
const [FIRST, LAST] = [15_000, 31_999];
const given = new Set<number>();

/**
 * A port for a server that must know its address before it listens, or comes back at the same one: nobody takes it
 * meanwhile but who asks for that very number.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = FIRST + Math.floor(Math.random() * (LAST - FIRST + 1));
    if (given.has(port) || !(await isFree(port))) continue;
    given.add(port);
    return port;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer().once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}
