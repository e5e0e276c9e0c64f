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

describe('a session that is over', () => {
  it('leaves nothing of what was loaded with it', async () => {
    const client = createQueryClient();
    const refused = () => Promise.reject(new ApiError(401, 'UNAUTHORIZED', 'Please sign in.'));
    client.setQueryData(['session'], { person: 'Ana' });
    client.setQueryData(['patient', 'a'], { name: 'June' });
    await client.fetchQuery({ queryKey: ['session'], queryFn: refused, staleTime: 0 }).catch(() => undefined);
    expect(
      client
        .getQueryCache()
        .getAll()
        .map(({ queryKey, state }) => [queryKey[0], state.data]),
    ).toEqual([['session', undefined]]);
    client.clear();
  });

  it('which never began takes nothing along: strangers read pages too', async () => {
    const client = createQueryClient();
    const refused = () => Promise.reject(new ApiError(401, 'UNAUTHORIZED', 'Please sign in.'));
    client.setQueryData(['demo'], { signIns: [] });
    await client.fetchQuery({ queryKey: ['session'], queryFn: refused, staleTime: 0 }).catch(() => undefined);
    expect(client.getQueryData(['demo'])).toEqual({ signIns: [] });
    client.clear();
  });
});
