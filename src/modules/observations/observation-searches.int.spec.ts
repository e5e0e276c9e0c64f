import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { createTestApp, type TestApp } from '../../../test/support/app.js';
import { callerFor } from '../../../test/support/caller.js';
import { createClinic } from '../../../test/support/people.js';
import { Database } from '../../platform/database/database.js';
import { ObservationSearches } from './index.js';
import { SEARCH } from './search.testkit.js';

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
    const search = searches.search(callerFor('no-clinic', 'Observation', 'search'), SEARCH);
    await expect(search).rejects.toMatchObject({ code: '22P02' });
    await new Promise((resolve) => setImmediate(resolve));
    expect(unheard).toEqual([]);
  } finally {
    process.off('unhandledRejection', hear);
  }
});

it('what no index knows is not walked for on the connections that must not wait', async () => {
  const { id } = await createClinic(app, 'apart');
  const caller = callerFor(id, 'Observation', 'search');
  const hot = jest.spyOn(app.nest.get(Database).hot, 'together');
  const searches = app.nest.get(ObservationSearches);
  await searches.search(caller, { ...SEARCH, updated: { fromMs: 0, beforeMs: Infinity } });
  expect(hot).not.toHaveBeenCalled();
  await searches.search(caller, SEARCH);
  expect(hot).toHaveBeenCalled();
});
