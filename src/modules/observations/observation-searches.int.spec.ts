import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createTestApp, type TestApp } from '../../../test/support/app.js';
import { callerFor } from '../../../test/support/caller.js';
import { ObservationSearches } from './index.js';

let app: TestApp;
beforeAll(async () => {
  app = await createTestApp();
}, 120_000);
afterAll(() => app?.close());

it('a search that fails fails alone: nothing is left behind that would end the process', async () => {
  const unheard: unknown[] = [];
  const hear = (reason: unknown) => void unheard.push(reason);
  process.on('unhandledRejection', hear);
  try {
    const searches = app.nest.get(ObservationSearches);
    // The policies refuse a clinic that is no id, so every statement of the search fails.
    const search = searches.search(callerFor('no-clinic', 'Observation', 'search'), {
      patientIds: ['00000000-0000-4000-8000-000000000001'],
      codes: [],
      date: [],
      newestFirst: true,
      count: 10,
      after: undefined,
    });
    await expect(search).rejects.toMatchObject({ code: '22P02' });
    await new Promise((resolve) => setImmediate(resolve));
    expect(unheard).toEqual([]);
  } finally {
    process.off('unhandledRejection', hear);
  }
});
