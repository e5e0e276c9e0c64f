import { useQuery } from '@tanstack/react-query';
import { Navigate, useRouterState } from '@tanstack/react-router';
import { ApiError } from '../api/client.js';
import { sessionQuery } from '../api/queries.js';
import { LiveProvider } from '../live/live.js';
import { Failed, Loading } from '../ui/index.js';
import { SessionProvider } from './session.js';
import { Shell } from './shell.js';

/** Everything below needs a session; without one the way leads to the sign-in and back here afterwards. */
export function SignedIn() {
  const session = useQuery(sessionQuery);
  const here = useRouterState({ select: (state) => state.location.href });
  if (session.data) {
    return (
      <SessionProvider value={session.data}>
        <LiveProvider>
          <Shell />
        </LiveProvider>
      </SessionProvider>
    );
  }
  if (session.error instanceof ApiError && session.error.status === 401) {
    return <Navigate to="/sign-in" search={here === '/' ? {} : { next: here }} replace />;
  }
  if (session.error) return <Failed part="Your session" error={session.error} retry={() => void session.refetch()} />;
  return <Loading />;
}
