import { setTimeout as sleep } from 'node:timers/promises';

/** Waits for that to be so. @throws Error that says what never came */
export async function until(what: string, holds: () => boolean | Promise<boolean>, withinMs = 30_000): Promise<void> {
  for (const end = Date.now() + withinMs; !(await holds()); await sleep(20))
    if (Date.now() > end) throw new Error(`Not in time: ${what}`);
}
