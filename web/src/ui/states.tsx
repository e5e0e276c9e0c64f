import { IconRefresh, IconStairs, IconWifiOff } from '@tabler/icons-react';
import { useEffect, useState, type ReactNode } from 'react';
import { ApiError } from '../api/client.js';
import { Button } from './controls.js';

/** Says what was checked and when. */
export function Empty({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className="state">
      <IconStairs className="i xl" aria-hidden="true" />
      <b>{title}</b>
      {children}
    </div>
  );
}

/** Grey bars of the heights to come, only when it takes longer than 400 ms. The room is taken from the start. */
export function Loading(props: { rows?: number; height?: number; label?: string }) {
  const { rows = 4, height = 44, label = 'Loading' } = props;
  const [shown, setShown] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setShown(true), 400);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div className="ghost" role="status">
      <span className="sr">{shown ? label : ''}</span>
      {Array.from({ length: rows }, (_, i) => (
        <i key={i} style={{ height, visibility: shown ? 'visible' : 'hidden', width: `${[92, 78, 86, 64][i % 4]}%` }} />
      ))}
    </div>
  );
}

/** Names the part that failed and keeps the rest of the page. Offline is said as such. */
export function Failed({ part, error, retry }: { part: string; error: unknown; retry?: () => void }) {
  const known = error instanceof ApiError ? error : null;
  const offline = known?.offline ?? false;
  const Icon = offline ? IconWifiOff : IconRefresh;
  return (
    <div className="state" role="alert">
      <Icon className="i xl" aria-hidden="true" />
      <b>{offline ? 'No connection.' : `${part} could not be loaded.`}</b>
      <p>
        {known?.detail ?? 'Something went wrong on this page.'}
        {known?.requestId && ` Reference ${known.requestId.slice(0, 8)}.`}
      </p>
      {retry && <Button onClick={retry}>Try again</Button>}
    </div>
  );
}

/** The bar that stays while there is no network, or no answer from the server. */
export function OfflineBar({ since, network }: { since: string; network: boolean }) {
  return (
    <div className="note" role="status">
      <IconWifiOff className="i" aria-hidden="true" />
      <div>
        <b>{network ? `No connection since ${since}.` : `The clinic’s server has not answered since ${since}.`}</b> You
        see what was loaded then. This page goes on trying.
      </div>
    </div>
  );
}
