import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import type { Page } from 'playwright-core';
import { EscalationAuditor } from '../../src/modules/escalation/auditing/auditor.js';
import { aFall, report } from '../support/alerts.js';
import { createTestApp, type TestApp } from '../support/app.js';
import { describeWithBrowser, openAs, openBrowser, type TestBrowser } from '../support/browser.js';
import { type Asleep, type Away, playAsleep } from '../support/faults/asleep.js';
import { playDeadWorker } from '../support/faults/dead-worker.js';
import { inspect, LOOKS } from '../support/inspect.js';
import { createClinic, inviteAndAccept, registerPatient } from '../support/people.js';
import { until } from '../support/until.js';

jest.setTimeout(180_000);

const countTones = `
  globalThis.tones = 0;
  const { createOscillator } = AudioContext.prototype;
  AudioContext.prototype.createOscillator = function () {
    tones++;
    return createOscillator.call(this);
  };`;

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
    await browser.context.addInitScript(countTones);
    const page: Page = await openAs(app, browser, nurse.email);
    await page.getByText(/Live, \d+ s ago/).waitFor();
    setting = { app, clinicId: clinic.id, nurse, page };
  });
  afterAll(async () => {
    await browser?.close();
    await app?.close();
  });

  /** How many there have been; a second one would not be long in coming. From now on they are counted anew. */
  const tonesSoon = async () => {
    await setting.page.waitForTimeout(1_500);
    return setting.page.evaluate<number>('[tones, tones = 0][0]');
  };

  it.each<[string, Away, object]>([
    ['says how old it is while it is cut off, and shows what it missed when it is back', 'offline', { saidAge: true }],
    ['that was frozen shows what it missed when it thaws', 'frozen', {}],
    ['comes back by itself when the node it was on has started anew', 'sent away', {}],
  ])('%s', async (_name, away, more) => {
    const played = await playAsleep(setting, away, 2);
    expect(played).toMatchObject({ missed: 2, unlikeOne: 0, tooEarly: 0, reloaded: false, ...more });
    // Once for both.
    await until('a tone', () => setting.page.evaluate<boolean>('tones > 0'));
    expect(await tonesSoon()).toBe(1);
  });

  it('sounds not when nothing was missed, nor where that is turned off', async () => {
    const { page, app, clinicId, nurse } = setting;
    const comeBack = async () => {
      const asked = page.waitForResponse(/\/api\/v1\/alerts\?.*counted=no/);
      await page.context().setOffline(false);
      await asked;
    };
    await page.context().setOffline(true);
    await page.getByText(/No connection since/).waitFor();
    await comeBack();
    expect(await tonesSoon()).toBe(0);

    await page.goto(`${app.url}/account`);
    await page.getByLabel(/Sound when I come back to new alerts/).uncheck();
    await inspect(page, 'account, sound', LOOKS);
    await page.goto(app.url);
    await page.getByText(/Live, \d+ s ago/).waitFor();
    await page.context().setOffline(true);
    await page.getByText(/No connection since/).waitFor();
    await report(app, clinicId, aFall(await registerPatient(nurse)));
    await page.context().setOffline(false);
    await page.getByRole('button', { name: /1 new/ }).waitFor();
    expect(await tonesSoon()).toBe(0);
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
