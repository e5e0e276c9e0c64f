import { setTimeout as sleep } from 'node:timers/promises';

/** Two that collided do not come back at the same moment. */
const STEP_ASIDE_MS = 50;

/** Nobody is at fault: another transaction was in the way, and has gone on (a deadlock, or a lost race). */
export const isCollision = (error: unknown): boolean =>
  ['40P01', '40001'].includes((error as { code?: string } | null)?.code ?? '');

/** At once, it would take back the very row whose next in line has not woken up yet, and collide again. */
export const stepAside = (): Promise<void> => sleep(STEP_ASIDE_MS * (1 + Math.random()));
