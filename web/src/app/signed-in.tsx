import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useRouter } from '@tanstack/react-router';
import { lazy, Suspense, useCallback, useEffect, useRef, useState } from 'react';
import { ApiError } from '../api/client.js';
import { sessionQuery } from '../api/queries.js';
import { IdleGuard } from '../account/idle-guard.js';
import { ProofDialog } from '../account/proof-dialog.js';
import { SecondFactorPage } from '../account/second-factor-page.js';
import { LiveProvider } from '../live/live.js';
import { useDevice } from '../offline/use-device.js';
import { Failed, Loading } from '../ui/index.js';
import { aboutChosen } from './followed.js';
import { NoConnection } from './no-connection.js';
import { SessionProvider, useSignOut } from './session.js';
import { Shell } from './shell.js';

/** In the patients' own file, which is kept on their devices; nobody else loads it. */
const OfflinePages = lazy(() => import('../patient/index.js').then(({ OfflinePages }) => ({ default: OfflinePages })));

/** Everything below needs a session; without one the way leads to the sign-in and back here afterwards. */
export function SignedIn() {
  const session = useQuery(sessionQuery);
  const here = useHere();
  const queries = useQueryClient();
  const [owes, setOwes] = useState(false);
  const { refetch } = session;
  const tryAgain = useCallback(() => void refetch({ cancelRefetch: false }), [refetch]);
  const { isCut, kept, isLeaving } = useDevice(session, useSignOut());
  // Before anything else: what is known of the session is what was known before it ended.
  if (session.error instanceof ApiError && session.error.status === 401) return <ToSignIn from={here.current} />;
  if (isLeaving) return <Loading />;
  if (session.data?.secondFactorNeeded && !owes) setOwes(true);
  if (session.data && owes) {
    const goOn = async () => {
      await queries.refetchQueries(sessionQuery);
      setOwes(false);
    };
    return <SecondFactorPage clinic={session.data.clinic.name} onDone={() => void goOn()} />;
  }
  if (session.data) {
    const acting = aboutChosen(session.data);
    return (
      <SessionProvider value={acting}>
        <LiveProvider silent={acting.role === 'caregiver' && acting.patientId === null}>
          <Shell />
          <ProofDialog />
          <IdleGuard />
        </LiveProvider>
      </SessionProvider>
    );
  }
  if (isCut && !kept) return <NoConnection tryAgain={tryAgain} />;
  if (isCut && kept) {
    return (
      <Suspense fallback={<Loading />}>
        <OfflinePages kept={kept} tryAgain={tryAgain} />
      </Suspense>
    );
  }
  if (session.error) return <Failed part="Your session" error={session.error} retry={tryAgain} />;
  return <Loading />;
}

/** Where the person is, or wanted to go. Told by pages that stand: while the sign-in loads, this must not follow. */
function useHere(): { readonly current: string } {
  const router = useRouter();
  const here = useRef(router.state.location.href);
  useEffect(() => router.subscribe('onResolved', ({ toLocation }) => (here.current = toLocation.href)), [router]);
  return here;
}

/** One navigation, from an effect: a `Navigate` that renders again while its target loads would navigate again. */
export function ToSignIn({ from }: { from: string }) {
  const navigate = useNavigate();
  useEffect(() => {
    void navigate({ to: '/sign-in', search: from === '/' ? {} : { next: from }, replace: true });
  }, [navigate, from]);
  return <Loading />;
}
