import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import type { Page } from 'playwright-core';
import { createTestApp, type TestApp } from '../support/app.js';
import { collectErrors, describeWithBrowser, openAs, openBrowser, type TestBrowser } from '../support/browser.js';
import { inspect, SIZES } from '../support/inspect.js';
import { createClinic, inviteAndAccept, type Person } from '../support/people.js';
import { addDays, civilDayOf } from '../../src/metrics/index.js';
import { type LivedItem, liveStoredYear } from '../support/year/live-stored-year.js';
import { until } from '../support/until.js';

jest.setTimeout(240_000);
const DAYS = 170;

describeWithBrowser('a clinic that changes a rule', () => {
  let app: TestApp;
  let side: TestBrowser;
  let page: Page;
  let cora: Person;
  let admin: Person;
  let lived: LivedItem[];
  const errors: string[] = [];

  beforeAll(async () => {
    app = await createTestApp();
    const clinic = await createClinic(app, 'rule-editor');
    admin = clinic.admin;
    cora = await inviteAndAccept(app, admin, { role: 'coordinator', name: 'Cora Tester' });
    const firstDay = addDays(civilDayOf('Etc/GMT+12', Date.now()), -DAYS);
    const nurse = cora.personId;
    lived = await liveStoredYear(app, { clinicId: clinic.id, nurse, patients: 2, days: DAYS, firstDay, seed: 4 });
    side = await openBrowser(SIZES[0]);
    page = await openAs(app, side, cora.email);
    collectErrors(page, errors);
  }, 240_000);
  afterAll(async () => {
    await side?.close();
    await app?.close();
  });

  it('sees first what it would have meant, without a mouse', async () => {
    await page.goto(`${app.url}/rules`);
    await page.getByRole('link', { name: 'Getting worse' }).press('Enter');
    await page.getByRole('checkbox', { name: 'Tell the team' }).press('Space');
    await page.getByRole('button', { name: 'Try it on the last year' }).press('Enter');
    const gone = lived.filter(({ kind }) => kind === 'deterioration').length;
    expect(gone).toBeGreaterThan(0);
    await page.getByText(`Would vanish (${gone})`).waitFor({ timeout: 120_000 });
    await page.getByText(/would raise|the replay raises/).waitFor();
    expect(await page.getByRole('row', { name: /Times to look/ }).innerText()).toContain(String(lived.length));
    await page
      .getByText(/severity \d, .*since/)
      .first()
      .waitFor();
    await inspect(page, 'rule, tried');
  });

  it('makes it the rule with a reason, and not over somebody else’s', async () => {
    await page.getByRole('button', { name: 'Make it the rule', disabled: false }).press('Enter');
    await page
      .getByText(/must say why/)
      .first()
      .waitFor();
    const body = { scope: { of: 'clinic' }, version: 0, settings: null, reason: 'Faster' };
    await admin.agent.put('/api/v1/alert-rules/deterioration').send(body).expect(200);
    await page.getByRole('textbox', { name: 'Why' }).fill('Too many of them');
    await page.getByRole('button', { name: 'Make it the rule' }).press('Enter');
    await page.getByText(/Somebody has changed this rule meanwhile/).waitFor();
    const tell = page.getByRole('checkbox', { name: 'Tell the team' });
    await until('it is still off', async () => !(await tell.isChecked()));
    await page.getByText(/Faster/).waitFor();
    await page.getByRole('button', { name: 'Make it the rule' }).press('Enter');
    await page.getByText(/^Saved\. It holds/).waitFor();
    await page.getByText(/Cora Tester: off, version 2\. Too many of them/).waitFor();
  });

  it('takes up what another page proposes, and puts an old version back', async () => {
    await page.goto(`${app.url}/rules/flare?clearAfterDays=3&severity=2`);
    const days = page.getByLabel('Days away until it counts as gone');
    await days.waitFor();
    await until('three days', async () => (await days.inputValue()) === '3');
    await page.getByText(/not the rule yet/).waitFor();
    for (const [value, reason] of [
      ['3', 'First'],
      ['5', 'Second'],
    ] as const) {
      await days.fill(value);
      await page.getByRole('textbox', { name: 'Why' }).fill(reason);
      await page.getByRole('button', { name: 'Make it the rule' }).click();
      await page.getByText(new RegExp(`Cora Tester: on, version \\d\\. ${reason}`)).waitFor();
    }
    await page.getByRole('button', { name: 'Put version 1 back in the form' }).press('Enter');
    await until('three days', async () => (await days.inputValue()) === '3');
    await page.getByRole('button', { name: 'Make it the rule' }).press('Enter');
    await page.getByText(/version 3\. Back to version 1/).waitFor();
  });

  it('says when the patient’s side is told, without a mouse, and what cannot be', async () => {
    await page.goto(`${app.url}/rules/flare`);
    const when = page.getByLabel('The patient and whoever follows are told');
    const hours = page.getByLabel('Hours after which they are told though nobody has looked');
    await when.waitFor();
    await until('as it is where nobody has chosen', async () => {
      const found = [await when.inputValue(), await hours.inputValue()];
      return found.join() === 'acknowledged,48';
    });
    await when.focus();
    await page.keyboard.press('a');
    await page.keyboard.press('t');
    await until('at once', async () => (await when.inputValue()) === 'at-once');
    await hours.waitFor({ state: 'detached' });
    await when.selectOption('acknowledged');
    await page.keyboard.press('Tab');
    await page.keyboard.type('9999');
    await page.getByRole('textbox', { name: 'Why' }).fill('Sooner');
    await page.getByRole('button', { name: 'Make it the rule' }).press('Enter');
    await page
      .getByText(/2,?000/)
      .first()
      .waitFor();
    await hours.fill('24');
    await inspect(page, 'rule, told');
    await page.getByRole('button', { name: 'Make it the rule' }).press('Enter');
    await page.getByText(/^Saved\. It holds/).waitFor();
    const { body } = await cora.agent.get('/api/v1/alert-rules').expect(200);
    const { effective } = body.items.find(({ kind }: { kind: string }) => kind === 'flare');
    expect(effective.told).toEqual({ when: 'acknowledged', afterHours: 24 });
    await page.goto(`${app.url}/rules/vendor-outage`);
    await page.getByRole('checkbox', { name: 'Tell the team' }).waitFor();
    expect(await when.count()).toBe(0);
    expect(errors.filter((error) => !/409|422/.test(error))).toEqual([]);
  });
});
