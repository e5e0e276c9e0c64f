import { describe, expect, it } from '@jest/globals';
import { QueryObserver } from '@tanstack/react-query';
import { ApiError } from '../api/client.js';
import { createQueryClient } from './query-client.js';

/** A page that shows one question; answers how often it was asked again after an act failed with this code. */
async function asksAfter(code: string): Promise<number> {
  const client = createQueryClient();
  let asked = 0;
  const page = new QueryObserver(client, { queryKey: ['patient', 'a'], queryFn: () => Promise.resolve(++asked) });
  const leave = page.subscribe(() => undefined);
  await client.ensureQueryData({ queryKey: ['patient', 'a'] });
  const mutationFn = () => Promise.reject(new ApiError(409, code, 'Merged since.'));
  // Without gcTime a timer of minutes would keep the run from ending.
  const act = client
    .getMutationCache()
    .build(client, { ...client.getDefaultOptions().mutations, mutationFn, gcTime: 0 });
  await act.execute(undefined).catch(() => undefined);
  while (client.isFetching()) await new Promise((resolve) => setImmediate(resolve));
  leave();
  client.clear();
  return asked - 1;
}

describe('an act on a record that was merged since its page was opened', () => {
  it('has the page read again, which leads to the living record', async () => {
    expect(await asksAfter('PATIENT_MERGED')).toBe(1);
  });

  it('and no other refusal does', async () => {
    expect(await asksAfter('SPRINT_VERSION_CONFLICT')).toBe(0);
  });
});
