import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useRouter } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { ApiError } from '../api/client.js';
import { sessionQuery } from '../api/queries.js';
import { IdleGuard } from '../account/idle-guard.js';
import { ProofDialog } from '../account/proof-dialog.js';
import { SecondFactorPage } from '../account/second-factor-page.js';
import { LiveProvider } from '../live/live.js';
import { Failed, Loading } from '../ui/index.js';
import { SessionProvider } from './session.js';
import { Shell } from './shell.js';

/** Everything below needs a session; without one the way leads to the sign-in and back here afterwards. */
export function SignedIn() {
  const session = useQuery(sessionQuery);
  // Where the person wanted to go. Taken once: while the sign-in loads, this component still stands and must not follow.
  const [here] = useState(useRouter().state.location.href);
  const queries = useQueryClient();
  const [owes, setOwes] = useState(false);
  if (session.data?.secondFactorNeeded && !owes) setOwes(true);
  if (session.data && owes) {
    const goOn = async () => {
      await queries.refetchQueries(sessionQuery);
      setOwes(false);
    };
    return <SecondFactorPage clinic={session.data.clinic.name} onDone={() => void goOn()} />;
  }
  if (session.data) {
    return (
      <SessionProvider value={session.data}>
        <LiveProvider>
          <Shell />
          <ProofDialog />
          <IdleGuard />
        </LiveProvider>
      </SessionProvider>
    );
  }
  if (session.error instanceof ApiError && session.error.status === 401) {
    return <ToSignIn from={here} />;
  }
  if (session.error) return <Failed part="Your session" error={session.error} retry={() => void session.refetch()} />;
  return <Loading />;
}

/** One navigation, from an effect: a `Navigate` that renders again while its target loads would navigate again. */
export function ToSignIn({ from }: { from: string }) {
  const navigate = useNavigate();
  useEffect(() => {
    void navigate({ to: '/sign-in', search: from === '/' ? {} : { next: from }, replace: true });
  }, [navigate, from]);
  return <Loading />;
}
