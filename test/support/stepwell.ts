import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { killIfThere } from './processes.js';

export const ROOT = join(import.meta.dirname, '../..');

export interface Stepwell {
  readonly pid: number;
  /** Everything printed so far, both streams. */
  readonly output: () => string;
  /** Resolves when that is printed; rejects when the command ends before. */
  readonly says: (words: RegExp) => Promise<void>;
  readonly send: (signal: NodeJS.Signals) => void;
  /** Exit code once it has ended; null after a signal. */
  readonly ended: Promise<number | null>;
}

/** `stepwell <args>` as a person starts it, with only these settings; in a group of its own, like a terminal's. */
export function stepwell(args: readonly string[], env: NodeJS.ProcessEnv = {}): Stepwell {
  const { PATH, HOME } = process.env;
  const child = spawn(process.execPath, [join(ROOT, 'bin/stepwell.mjs'), ...args], {
    cwd: ROOT,
    env: { PATH, HOME, LOG_LEVEL: 'fatal', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  let output = '';
  const keep = (chunk: Buffer) => (output += chunk.toString());
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  const ended = once(child, 'close').then(([code]) => code as number | null);
  return {
    pid: child.pid ?? 0,
    output: () => output,
    says: (words) =>
      new Promise((resolve, reject) => {
        const look = () => words.test(output) && resolve();
        child.stdout.on('data', look);
        child.stderr.on('data', look);
        look();
        void ended.then((code) => reject(new Error(`ended (${code}) before it said ${words}:\n${output}`)));
      }),
    send: (signal) => child.kill(signal),
    ended,
  };
}

/** kill -9 of the launcher and what it launched. */
export async function killGroup(one: Stepwell): Promise<void> {
  killIfThere(-one.pid);
  await one.ended;
}
