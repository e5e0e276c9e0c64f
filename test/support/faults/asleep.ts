import type { Page } from 'playwright-core';
import { SocketPeople } from '../../../src/platform/sockets/socket-people.js';
import { aFall, report } from '../alerts.js';
import type { TestApp } from '../app.js';
import { type Person, registerPatient } from '../people.js';

export type Away = 'offline' | 'frozen' | 'sent away';

export interface Asleep {
  readonly app: TestApp;
  readonly clinicId: string;
  /** Whose patients they are. */
  readonly nurse: Person;
  /** An open worklist, in which the clock is playwright's. */
  readonly page: Page;
}

export interface AsleepPlayed {
  readonly away: Away;
  /** Alerts that came while it was away. */
  readonly missed: number;
  /** Of them, not shown exactly once when it was back. */
  readonly unlikeOne: number;
  /** Shown while it could not know of them. */
  readonly tooEarly: number;
  /** The page said in red how old it was; undefined where it could say nothing. */
  readonly saidAge?: boolean;
  readonly reloaded: boolean;
  readonly backAfterMs: number;
}

let count = 0;

/** F29: an open page hears nothing for a while, and alerts come meanwhile. */
export async function playAsleep(
  { app, clinicId, nurse, page }: Asleep,
  away: Away,
  missed: number,
): Promise<AsleepPlayed> {
  await page.evaluate('window.notReloaded = true');
  const names = Array.from({ length: missed }, () => `Sleepy${++count}x`);
  const back = await goAway(app, page, away);
  for (const familyName of names) {
    const patientId = await registerPatient(nurse, { givenName: 'Test', familyName, timeZone: 'UTC' });
    await report(app, clinicId, aFall(patientId));
  }
  const shown = (name: string) => page.getByRole('button', { name: new RegExp(name) }).count();
  let tooEarly = 0;
  let saidAge: boolean | undefined;
  if (away === 'offline') {
    await page.clock.fastForward('10:00');
    saidAge = await appears(page, '.live.dead', /Last heard 1\d min ago/, 30_000);
    for (const name of names) tooEarly += await shown(name);
  }
  const begun = performance.now();
  await back();
  const last = page.getByRole('button', { name: new RegExp(names.at(-1)!) }).first();
  const pill = page.getByRole('button', { name: /\d+ new/ });
  // Arrivals wait in a pill so that nothing moves under the hand.
  for (const end = Date.now() + 60_000; Date.now() < end && !(await last.isVisible());) {
    if (await pill.isVisible()) await pill.click({ timeout: 2_000 }).catch(() => undefined);
    await page.waitForTimeout(50);
  }
  const backAfterMs = performance.now() - begun;
  let unlikeOne = 0;
  for (const name of names) if ((await shown(name)) !== 1) unlikeOne++;
  if (!(await appears(page, '.live', /Live, \d+ s ago/, 30_000))) saidAge = false;
  const reloaded = !(await page.evaluate<boolean>(`'notReloaded' in window`));
  return { away, missed, unlikeOne, tooEarly, ...(saidAge === undefined ? {} : { saidAge }), reloaded, backAfterMs };
}

/** @returns brings it back */
async function goAway(app: TestApp, page: Page, away: Away): Promise<() => Promise<unknown>> {
  const { sockets } = app.nest.get(SocketPeople) as unknown as {
    sockets: Set<{ conn: { close: (now: boolean) => void }; disconnect: (line: boolean) => void }>;
  };
  if (away === 'sent away') {
    // As a node on its way down once did it: by name, which socket.io takes for a farewell for good.
    for (const socket of [...sockets]) socket.disconnect(true);
    return () => Promise.resolve();
  }
  const breakLines = () => {
    for (const socket of [...sockets]) socket.conn.close(true);
  };
  if (away === 'offline') {
    await page.context().setOffline(true);
    breakLines();
    return () => page.context().setOffline(false);
  }
  const session = await page.context().newCDPSession(page);
  await session.send('Page.setWebLifecycleState', { state: 'frozen' });
  breakLines();
  return () => session.send('Page.setWebLifecycleState', { state: 'active' }).then(() => session.detach());
}

async function appears(page: Page, selector: string, words: RegExp, withinMs: number): Promise<boolean> {
  const found = page.locator(selector).filter({ hasText: words }).first();
  return found.waitFor({ timeout: withinMs }).then(
    () => true,
    () => false,
  );
}
