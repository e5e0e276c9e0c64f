import { useOfflineSince } from '../app/online.js';
import { useUnreachableSince } from './live.js';

/** Since when this page hears nothing, and whether for want of a network or of an answer; null: it hears. */
export function useCutOff(): { since: number; network: boolean } | null {
  const offline = useOfflineSince();
  const unreachable = useUnreachableSince();
  const since = offline ?? unreachable;
  return since === null ? null : { since, network: offline !== null };
}
