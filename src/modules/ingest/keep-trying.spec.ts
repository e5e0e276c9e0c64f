import { describe, expect, it } from '@jest/globals';
import { DomainError, notFound } from '../../platform/http/domain-error.js';
import { isPassing, isRefusal, keepTrying } from './keep-trying.js';
import { UnsupportedUploadError } from './vendors/index.js';

const away = Object.assign(new Error('no'), { code: '57P01' });
const busy = new DomainError('TOO_BUSY', 503, 'Try again.');

it.each<[string, unknown, { refusal: boolean; passing: boolean }]>([
  ['a file of another kind', new UnsupportedUploadError('Send an export.'), { refusal: true, passing: false }],
  ['a patient who is not there', notFound('patient'), { refusal: true, passing: false }],
  ['more than can be stored', busy, { refusal: false, passing: true }],
  ['a database that is stopping', away, { refusal: false, passing: true }],
  ['a transaction in the way', Object.assign(new Error('no'), { code: '40P01' }), { refusal: false, passing: true }],
  ['a fault of ours', new TypeError('undefined'), { refusal: false, passing: false }],
  ['a fault of ours, put in words', new DomainError('BROKEN', 500, 'Broken.'), { refusal: false, passing: false }],
])('%s', (_name, error, { refusal, passing }) => {
  expect([isRefusal(error), isPassing(error)]).toEqual([refusal, passing]);
});

describe('work that is kept at', () => {
  const pace = { firstMs: 1, longestMs: 2 };
  const failing = (faults: unknown[]) => {
    let tries = 0;
    const work = async () => {
      if (tries < faults.length) throw faults[tries++];
      return tries;
    };
    return { work, tries: () => tries };
  };
  const { signal } = new AbortController();

  it('waits out whatever passes, however often', async () => {
    const { work } = failing(Array.from({ length: 50 }, (_, i) => (i % 2 ? busy : away)));
    expect(await keepTrying(work, { signal, pace })).toBe(50);
  });

  it('ends at once with a refusal', async () => {
    const { work, tries } = failing([away, notFound('patient'), away]);
    await expect(keepTrying(work, { signal, pace })).rejects.toMatchObject({ status: 404 });
    expect(tries()).toBe(2);
  });

  it('ends with the fault when the server stops, also while it waits', async () => {
    const stop = new AbortController();
    const { work } = failing([away, away]);
    const ended = keepTrying(work, { signal: stop.signal, pace: { firstMs: 600_000, longestMs: 600_000 } });
    setTimeout(() => stop.abort(), 20);
    await expect(ended).rejects.toBe(away);
  });
});
