import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { ApiError } from '../api/client.js';
import { sessionQuery } from '../api/queries.js';
import { sessionIsOver } from '../offline/kept-store.js';

/** Refused is refused; everything else (no network, server starting, trouble) may pass. */
const mayPass = (error: unknown): boolean => !(error instanceof ApiError && error.status >= 400 && error.status < 500);
/** Rarely: the error leaves the page while it is asked for again. The live connection says sooner that the server is back. */
const TRY_AGAIN_MS = 20_000;

const isSession = ({ queryKey }: { queryKey: readonly unknown[] }): boolean => queryKey[0] === sessionQuery.queryKey[0];

/**
 * Retries what may pass (no network, server trouble), never what was refused. A 401 anywhere asks who we are again, and so
 * does a demand of the clinic. Once the session is over nothing that was loaded with it is kept, neither here nor on the device.
 */
export function createQueryClient(): QueryClient {
  const client: QueryClient = new QueryClient({
    queryCache: new QueryCache({
      onError: (error, query) => {
        if (!(error instanceof ApiError)) return;
        if (isSession(query)) {
          if (error.status !== 401) return;
          sessionIsOver();
          if (query.state.data === undefined) return;
          query.setState({ data: undefined, dataUpdatedAt: 0 });
          client.removeQueries({ predicate: (other) => !isSession(other) });
        } else if (error.status === 401 || error.code === 'SECOND_FACTOR_NEEDED')
          void client.invalidateQueries(sessionQuery);
      },
    }),
    // Merged since the page was opened: read again, the page goes on to the record where the patient is kept today.
    mutationCache: new MutationCache({
      onError: (error) => {
        if (!(error instanceof ApiError)) return;
        if (error.code === 'PATIENT_MERGED') void client.invalidateQueries();
        else if (error.status === 401) void client.invalidateQueries(sessionQuery);
      },
    }),
    defaultOptions: {
      queries: {
        staleTime: 15_000,
        refetchOnWindowFocus: true,
        retry: (count, error) => mayPass(error) && count < 2,
        // After that it stands as an error on the page, and is asked for again until it comes.
        refetchInterval: ({ state }) => (state.status === 'error' && mayPass(state.error) ? TRY_AGAIN_MS : false),
        networkMode: 'always',
      },
      mutations: { retry: false, networkMode: 'always' },
    },
  });
  return client;
}
