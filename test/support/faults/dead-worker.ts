import type { Page } from 'playwright-core';
import { AlertClock } from '../../../src/modules/alerts/lifecycle/alert-clock.js';
import { EscalationAuditor } from '../../../src/modules/escalation/auditing/auditor.js';
import { EscalationClock } from '../../../src/modules/escalation/call/escalation-clock.js';
import { NoticeSender } from '../../../src/modules/notifications/sending/notice-sender.js';
import type { TestApp } from '../app.js';

const WORKERS = {
  escalation: EscalationClock,
  'escalation-auditor': EscalationAuditor,
  'alert-clock': AlertClock,
  notifications: NoticeSender,
};
export type Worker = keyof typeof WORKERS;

export interface DeadWorkerPlayed {
  readonly worker: Worker;
  /** From the worker's death until an open page showed it in red; null: it never did. */
  readonly redAfterMs: number | null;
  /** The node still answered, all that time. */
  readonly served: boolean;
}

/**
 * F28: one worker of the only node dies, and everything else goes on.
 *
 * @param page - an open worklist
 * @param hurry - it is played as if the worker had died so many seconds ago; `look` makes the page ask
 */
export async function playDeadWorker(
  app: TestApp,
  page: Page,
  worker: Worker,
  hurry?: { readonly agoSeconds: number; readonly look: () => Promise<unknown> },
): Promise<DeadWorkerPlayed> {
  await page
    .locator('.live')
    .filter({ hasText: /Live, \d+ s ago/ })
    .first()
    .waitFor();
  await app.nest.get<{ beforeApplicationShutdown: () => Promise<void> }>(WORKERS[worker]).beforeApplicationShutdown();
  const begun = performance.now();
  if (hurry) {
    const sql = 'UPDATE heartbeat SET beat_at = beat_at - make_interval(secs => $2) WHERE worker = $1';
    await app.database.asOwner(sql, [worker, hurry.agoSeconds]);
    await hurry.look();
  }
  const red = page.locator('.live.dead').filter({ hasText: /alert workers have been silent/ });
  const isRed = await red
    .first()
    .waitFor({ timeout: 150_000 })
    .then(
      () => true,
      () => false,
    );
  const redAfterMs = isRed ? performance.now() - begun : null;
  const { ok } = await fetch(`${app.url}/health/live`);
  return { worker, redAfterMs, served: ok };
}
