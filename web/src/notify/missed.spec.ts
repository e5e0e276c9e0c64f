import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { ApiError } from '../api/api-error.js';
import type { AlertList, AlertRow } from '../api/types.js';
import type { fetchWorklist } from '../api/worklist.js';
import { anAlert } from '../clinician/worklist/worklist.testkit.js';
import { createAsker, hasMissed } from './missed.js';

describe('alerts that came meanwhile', () => {
  const AS_OF = '2026-11-20T09:00:00Z';
  /** The page's clock is a day ahead of the server's. */
  const now = Date.parse(AS_OF) + 86_400_000;
  beforeEach(() => void jest.useFakeTimers({ now }));
  afterEach(() => void jest.useRealTimers());

  const ask = async (...pages: AlertRow[][]) => {
    const asked: (string | undefined)[] = [];
    const fetch: typeof fetchWorklist = (_filters, { after }) => {
      asked.push(after);
      const next = asked.length < pages.length ? `page ${asked.length}` : null;
      return Promise.resolve({ items: pages[asked.length - 1]!, next, asOf: AS_OF } as AlertList);
    };
    return { missed: await hasMissed(now - 60_000, 'me', fetch), asked };
  };
  const old = anAlert({ raisedAt: '2026-11-20T08:58:00Z' });
  const fresh = anAlert({ raisedAt: '2026-11-20T08:59:30Z' });

  it('are told from older ones by the server’s clock', async () => {
    expect(await ask([old])).toMatchObject({ missed: false });
    expect(await ask([old, fresh])).toMatchObject({ missed: true });
  });
  it('are looked for as far as pressing ones reach, and no further', async () => {
    expect(await ask([old], [old, fresh])).toEqual({ missed: true, asked: [undefined, 'page 1'] });
    expect(await ask([old, anAlert({ tier: 'week' })], [fresh])).toEqual({ missed: false, asked: [undefined] });
    expect(await ask([])).toMatchObject({ missed: false });
  });
});

describe('after a wake', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());
  const later = () => jest.advanceTimersByTimeAsync(3_000);

  function play(...answers: (boolean | Error)[]) {
    const asked: number[] = [];
    const sound = jest.fn();
    const asker = createAsker((from) => {
      asked.push(from);
      const answer = answers[asked.length - 1] ?? false;
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
    }, sound);
    return { asked, sound, ...asker };
  }

  it('it sounds once when something was missed, and not when nothing was', async () => {
    const { woke, sound } = play(true, false);
    woke(1);
    await later();
    expect(sound).toHaveBeenCalledTimes(1);
    woke(2);
    await later();
    expect(sound).toHaveBeenCalledTimes(1);
  });
  it('it asks until the line is up, for all that was missed meanwhile, and sounds once', async () => {
    const cut = new ApiError(0, 'OFFLINE', 'x');
    const { woke, sound, asked } = play(cut, cut, true);
    woke(1);
    await later();
    woke(7);
    await later();
    expect([asked, sound.mock.calls.length]).toEqual([[1, 1, 1], 1]);
  });
  it('a refusal is not asked again, and nor does a page ask that was left', async () => {
    const refused = play(new ApiError(403, 'FORBIDDEN', 'x'));
    refused.woke(1);
    await later();
    const left = play(new ApiError(0, 'OFFLINE', 'x'));
    left.woke(1);
    await jest.advanceTimersByTimeAsync(0);
    left.end();
    await later();
    expect([refused.asked, left.asked]).toEqual([[1], [1]]);
  });
});
