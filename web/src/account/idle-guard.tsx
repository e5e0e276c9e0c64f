import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { markUsed, sinceToldMs, unusedMs, watchUse } from '../api/activity.js';
import { ApiError, request } from '../api/client.js';
import { sessionQuery } from '../api/queries.js';
import { useSession } from '../app/session.js';
import { Button, Dialog } from '../ui/index.js';
import { sayOnPage } from '../words/index.js';
import { decideIdle } from './idle.js';

/** Keeps the server told while somebody is here, warns when nobody is, and shows the sign-in once it is over. */
export function IdleGuard() {
  const { ends } = useSession();
  const queries = useQueryClient();
  const [secondsLeft, setSecondsLeft] = useState<number | null>(null);
  useEffect(() => watchUse(ends.idleSeconds), [ends.idleSeconds]);
  useEffect(() => {
    const stillOpen = () =>
      request('/api/v1/session').catch((error: unknown) => {
        if (error instanceof ApiError && error.status === 401) void queries.resetQueries(sessionQuery);
      });
    let asking = false;
    const askServer = () => {
      if (asking) return;
      asking = true;
      void stillOpen().finally(() => (asking = false));
    };
    const timer = setInterval(() => {
      const step = decideIdle(ends.idleSeconds, unusedMs(), sinceToldMs());
      setSecondsLeft(step.kind === 'warn' ? step.seconds : null);
      if (step.kind === 'tell' || step.kind === 'over') askServer();
    }, 1_000);
    return () => clearInterval(timer);
  }, [ends.idleSeconds, queries]);
  const stay = () => {
    markUsed();
    setSecondsLeft(null);
    void request('/api/v1/session').catch(() => undefined);
  };
  return (
    <Dialog title={sayOnPage('account.idleTitle')} opened={secondsLeft !== null} onClose={stay}>
      <div className="form">
        <p role="timer">{sayOnPage('account.idleWhy', { seconds: secondsLeft ?? 0 })}</p>
        <div>
          <Button kind="primary" onClick={stay} data-autofocus>
            {sayOnPage('account.idleStay')}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
