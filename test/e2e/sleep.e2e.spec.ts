import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import type { Page } from 'playwright-core';
import { EscalationAuditor } from '../../src/modules/escalation/auditing/auditor.js';
import { createTestApp, type TestApp } from '../support/app.js';
import { describeWithBrowser, openAs, openBrowser, type TestBrowser } from '../support/browser.js';
import { type Asleep, type Away, playAsleep } from '../support/faults/asleep.js';
import { playDeadWorker } from '../support/faults/dead-worker.js';
import { createClinic, inviteAndAccept } from '../support/people.js';
import { until } from '../support/until.js';

jest.setTimeout(180_000);

describeWithBrowser('F29: a page that was asleep', () => {
  let app: TestApp;
  let browser: TestBrowser;
  let setting: Asleep;

  beforeAll(async () => {
    app = await createTestApp();
    const clinic = await createClinic(app, 'asleep');
    const nurse = await inviteAndAccept(app, clinic.admin, { role: 'coordinator' });
    browser = await openBrowser({ width: 1440, height: 980 });
    await browser.context.clock.install();
    const page: Page = await openAs(app, browser, nurse.email);
    await page.getByText(/Live, \d+ s ago/).waitFor();
    setting = { app, clinicId: clinic.id, nurse, page };
  });
  afterAll(async () => {
    await browser?.close();
    await app?.close();
  });

  it.each<[string, Away, object]>([
    ['says how old it is while it is cut off, and shows what it missed when it is back', 'offline', { saidAge: true }],
    ['that was frozen shows what it missed when it thaws', 'frozen', {}],
    ['comes back by itself when the node it was on has started anew', 'sent away', {}],
  ])('%s', async (_name, away, more) => {
    const played = await playAsleep(setting, away, 2);
    expect(played).toMatchObject({ missed: 2, unlikeOne: 0, tooEarly: 0, reloaded: false, ...more });
  });

  it('F28: turns red when one worker of the server has been silent for 90 s, though all else goes on', async () => {
    const { app, page } = setting;
    // The slowest of them is first heard of after a quarter of a minute.
    await app.nest.get(EscalationAuditor).turn();
    await until('all workers have been heard of', async () => {
      const { chain } = (await (await fetch(`${app.url}/health/ready`)).json()) as { chain: { ok: boolean } };
      return chain.ok;
    });
    // It asks every half minute.
    const look = () => page.clock.fastForward('00:31');
    const played = await playDeadWorker(app, page, 'escalation', { agoSeconds: 95, look });
    expect(played).toMatchObject({ redAfterMs: expect.any(Number), served: true });
  });
});
