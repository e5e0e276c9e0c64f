import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** What the scanner says of a file. away: it said nothing that we understand, so nobody knows. */
export type Finding = 'clean' | 'refused' | 'away';

/** A file of 2 GB takes a busy scanner minutes; one that hangs must not hold a file for ever. */
const LONGEST_MS = 15 * 60_000;

/**
 * Runs the scanner's program on a file: `command` and the path as its last argument, without a shell. It gets none of
 * our settings, which hold secrets, and what it prints is dropped, since it may quote the file.
 *
 * @param signal - ends the program, for a server that stops
 */
export async function scanFile(command: readonly string[], path: string, signal?: AbortSignal): Promise<Finding> {
  const [program = '', ...args] = command;
  try {
    const child = spawn(program, [...args, path], {
      stdio: 'ignore',
      env: { PATH: process.env['PATH'], LANG: 'C' },
      killSignal: 'SIGKILL',
      // spawn's own `timeout` leaves a timer behind when the program is not there.
      signal: AbortSignal.any([AbortSignal.timeout(LONGEST_MS), ...(signal ? [signal] : [])]),
    });
    const [code] = (await once(child, 'close')) as [number | null];
    return toFinding(code);
  } catch {
    return 'away';
  }
}

/** clamscan and clamdscan: 0 nothing found, 1 something found, 2 an error. Others keep to it. Killed: null. */
export function toFinding(exitCode: number | null): Finding {
  if (exitCode === 0) return 'clean';
  return exitCode === 1 ? 'refused' : 'away';
}
