import { queryOptions } from '@tanstack/react-query';
import { request } from '../api/client.js';
import type { Readiness } from '../api/types.js';
import { type Chain, chainOf } from './chain-age.js';

const ASK_EVERY_MS = 30_000;

/** The server's own watch over what finds alerts and tells of them. Null where it does not watch, or does not say. */
export const chainQuery = queryOptions({
  queryKey: ['chain'],
  staleTime: ASK_EVERY_MS,
  refetchInterval: ASK_EVERY_MS,
  retry: false,
  queryFn: async ({ signal }: { signal: AbortSignal }): Promise<Chain | null> =>
    chainOf(await request<Readiness>('/health/ready', { signal }), Date.now()),
});
