/** How long a session may go unused, and how long it may last at most. */
export interface SessionLimits {
  readonly idleSeconds: number;
  readonly absoluteSeconds: number;
}

/** Written at most this often: a session in use costs no write per request. */
export const SEEN_EVERY_MS = 60_000;

export interface SessionTimes {
  readonly expiresAt: Date;
  readonly seenAt: Date;
  readonly idleSeconds: number;
}

/** Is it over, in use, or in use and due to be noted? `active`: this request is something the person did. */
export function judgeSession(session: SessionTimes, active: boolean, nowMs: number): 'over' | 'live' | 'touch' {
  const unusedMs = nowMs - session.seenAt.getTime();
  if (session.expiresAt.getTime() <= nowMs || unusedMs > session.idleSeconds * 1000) return 'over';
  return active && unusedMs >= Math.min(SEEN_EVERY_MS, session.idleSeconds * 100) ? 'touch' : 'live';
}

/** The same in SQL, for sessions without a request: sockets. */
export const LIVE_SQL = `"expiresAt" > now() AND "seenAt" > now() - make_interval(secs => "idleSeconds")`;
