import { readFileSync } from 'node:fs';
import '../../scripts/typescript.mjs';

const { childrenOf } = await import('../../test/support/processes.ts');
/** Linux counts a process's time in hundredths of a second. */
const TICK_MS = 10;

/** Processor time that a process and its children have used, those that have ended included, in milliseconds. */
export function cpuMs(pid) {
  const own = read(pid);
  return childrenOf(pid).reduce((sum, child) => sum + (read(child)?.self ?? 0), own.self + own.ended);
}

function read(pid) {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1).split(' ').map(Number);
    const [user, system, endedUser, endedSystem] = fields.slice(11, 15);
    return { self: (user + system) * TICK_MS, ended: (endedUser + endedSystem) * TICK_MS };
  } catch {
    return undefined;
  }
}
