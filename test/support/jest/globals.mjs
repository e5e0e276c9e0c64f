// `@jest/globals` of one spec: evaluated anew for each (register.mjs), while modules and globals are shared by the specs of
// a process. So what a spec replaces is put back when it ends.
import { atTheEnd, limit, stray, timers } from './circus.mjs';

export const { expect, it, test, describe, beforeAll, beforeEach, afterAll, afterEach } = globalThis;

export const jest = {
  ...globalThis.jest,
  ...timers,
  setTimeout(ms) {
    limit.ms = ms;
    return jest;
  },
};

limit.ms = limit.usual;
const environment = { ...process.env };

atTheEnd(() => {
  jest.useRealTimers();
  jest.restoreAllMocks();
  for (const name of Object.keys(process.env)) if (!(name in environment)) delete process.env[name];
  Object.assign(process.env, environment);
  const [error] = stray.splice(0);
  if (error) throw error;
});
