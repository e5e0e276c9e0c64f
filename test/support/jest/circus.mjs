// What the light runner lacks of jest: a limit of time on each test and hook, fake timers with a `now`, errors that nobody
// waited for.
import { inspect } from 'node:util';
import { ModernFakeTimers } from '@jest/fake-timers';
import { addEventHandler, getState } from 'jest-circus';

/** How long a test or hook may take that names no limit of its own, in ms. It ends what hangs; it judges no slow machine. */
export const limit = { usual: 60_000, ms: 60_000 };

const { setTimeout, clearTimeout } = globalThis;

async function within(ms, run) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`It took longer than ${ms} ms.`)), ms);
  });
  try {
    return await Promise.race([run(), late]);
  } catch (error) {
    // The runner tells the stack, which only an error has.
    throw error?.stack ? error : new Error(`thrown: ${inspect(error)}`);
  } finally {
    clearTimeout(timer);
  }
}

addEventHandler(({ name }, { currentDescribeBlock: { children, hooks } }) => {
  const added = name === 'add_test' ? children.at(-1) : name === 'add_hook' ? hooks.at(-1) : undefined;
  if (!added?.fn) return;
  const { fn, timeout } = added;
  added.fn = () => within(timeout ?? limit.ms, fn);
  // Hooks run in their order.
  const ending = hooks.findIndex(({ isEnding }) => isEnding);
  if (ending >= 0) hooks.push(...hooks.splice(ending, 1));
});

/** Runs when all that the spec itself does at its end is done. */
export function atTheEnd(run) {
  globalThis.afterAll(run);
  getState().currentDescribeBlock.hooks.at(-1).isEnding = true;
}

/** Errors that came past every test; the spec that ends next fails by them. */
export const stray = [];
for (const event of ['uncaughtException', 'unhandledRejection']) process.on(event, (error) => stray.push(error));
process.on('exit', () => {
  if (stray.length > 0) process.exitCode = 1;
  for (const error of stray) console.error('After the last spec:', error);
});

const fake = new ModernFakeTimers({ config: { fakeTimers: {} }, global: globalThis });

export const timers = {
  useFakeTimers: (config) => fake.useFakeTimers(config),
  useRealTimers: () => fake.useRealTimers(),
  setSystemTime: (now) => fake.setSystemTime(now),
  advanceTimersByTime: (ms) => fake.advanceTimersByTime(ms),
  advanceTimersByTimeAsync: (ms) => fake.advanceTimersByTimeAsync(ms),
};
