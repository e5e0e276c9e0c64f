import { afterAll, beforeAll, beforeEach, expect, it, jest } from '@jest/globals';
import type { Page } from 'playwright-core';
import { aFall, report } from '../support/alerts.js';
import { createTestApp, type TestApp } from '../support/app.js';
import { collectErrors, describeWithBrowser, openAs, openBrowser, type TestBrowser } from '../support/browser.js';
import { inspect, LOOKS, SIZES } from '../support/inspect.js';
import { createClinic, inviteAndAccept, type Person, registerPatient } from '../support/people.js';
import { until } from '../support/until.js';

jest.setTimeout(120_000);

describeWithBrowser('an act on the worklist', () => {
  let app: TestApp;
  let clinicId: string;
  let cora: Person;
  let browser: TestBrowser;
  let page: Page;
  const patients: Record<string, string> = {};
  const errors: string[] = [];
  let count = 0;

  beforeAll(async () => {
    app = await createTestApp();
  });
  afterAll(async () => {
    await browser?.close();
    await app?.close();
  });

  /** A page that has just been opened: nobody has picked a row, and the first, June's, is open. */
  beforeEach(async () => {
    await browser?.close();
    const clinic = await createClinic(app, `acts-${++count}`);
    clinicId = clinic.id;
    cora = await inviteAndAccept(app, clinic.admin, { role: 'coordinator', name: 'Cora Tester' });
    const { personId } = await inviteAndAccept(app, clinic.admin, {
      role: 'clinician',
      profession: 'physical-therapist',
    });
    for (const name of ['June', 'Milo', 'Nell'])
      patients[name] = await registerPatient(cora, { givenName: name, familyName: 'Walker', careTeam: [personId] });
    await report(app, clinicId, aFall(patients['June']!, 'activity', { severity: 1 }));
    await report(app, clinicId, aFall(patients['Milo']!, 'activity', { severity: 1 }));
    browser = await openBrowser(SIZES[0]);
    page = await openAs(app, browser, cora.email);
    collectErrors(page, errors);
    await evidence('June').waitFor();
  });

  const evidence = (name: string) => page.getByRole('region', { name: `Evidence for ${name} Walker` });
  const press = (key: string) => page.keyboard.press(key);
  const rowOf = (name: string) => page.locator('[data-alert]', { hasText: name });
  const alertOf = async (name: string) =>
    (
      await app.database.asOwner<{ id: string; version: number; state: string }>(
        'SELECT id, version, state FROM alert WHERE patient_id = $1',
        [patients[name]],
      )
    )[0]!;
  /** What people have done with it, in order. */
  const actsOn = async (name: string) =>
    (
      await app.database.asOwner<{ kind: string }>(
        'SELECT e.kind FROM alert_event e JOIN alert a ON a.id = e.alert_id WHERE a.patient_id = $1 AND e.person_id IS NOT NULL ORDER BY e.id',
        [patients[name]],
      )
    ).map(({ kind }) => kind);
  const pill = () => page.getByRole('button', { name: /1 new/ });
  /** More pressing than what is on the list: it comes first once it is let in. */
  const nellWaits = async () => {
    await report(app, clinicId, aFall(patients['Nell']!, 'activity', { severity: 2 }));
    await pill().waitFor();
  };
  const nellIsFirst = () => page.locator('[data-alert]').first().filter({ hasText: 'Nell' }).waitFor();
  const elsewhere = async (name: string, act: string, body: object) => {
    const { id, version } = await alertOf(name);
    await cora.agent
      .post(`/api/v1/alerts/${id}/${act}`)
      .send({ version, ...body })
      .expect(200);
  };
  const snooze = { until: { when: 'worse' } };
  const settled = (name: string, ...acts: string[]) =>
    until(`${name}: ${acts.join(', ')}`, async () => (await actsOn(name)).join() === acts.join());

  it('is done with the row whose form is open, whatever is let in above it', async () => {
    await press('s');
    await page.getByRole('button', { name: /^Tomorrow morning/ }).waitFor();
    await nellWaits();
    await press('u');
    await nellIsFirst();
    await evidence('June').waitFor();
    await press('Enter');
    await page.getByText(/June Walker: snoozed until/).waitFor();
    expect([await actsOn('June'), await actsOn('Nell')]).toEqual([['snoozed'], []]);
  });

  it('keeps its half-filled form when the pill is clicked', async () => {
    await press('r');
    await page.getByLabel('Outcome').selectOption('contacted');
    await nellWaits();
    await pill().click();
    await nellIsFirst();
    await evidence('June').getByLabel('Note (optional)').press('Enter');
    await page.getByText('June Walker: resolved.').waitFor();
    expect([await actsOn('June'), await actsOn('Nell')]).toEqual([['resolved'], []]);
  });

  it('is done with the row one reads, also without a form and though nobody has picked it', async () => {
    await nellWaits();
    await press('u');
    await nellIsFirst();
    await press('a');
    await page.getByText('June Walker: acknowledged.').waitFor();
    expect([await actsOn('June'), await actsOn('Nell')]).toEqual([['acknowledged'], []]);
  });

  it('ends with its form when its row has left the list', async () => {
    await press('s');
    await page.getByRole('button', { name: /^Tomorrow morning/ }).waitFor();
    await elsewhere('June', 'resolve', { outcome: 'contacted' });
    await rowOf('June').getByText('left the list').waitFor();
    await nellWaits();
    await press('u');
    await evidence('Nell').waitFor();
    await page.getByRole('button', { name: /^Tomorrow morning/ }).waitFor({ state: 'detached' });
    await press('Enter');
    await evidence('Nell').getByRole('button', { name: 'Snooze' }).waitFor();
    expect(await actsOn('Nell')).toEqual([]);
  });

  it('on many: Escape leaves the form, and what is selected stays selected; without a selection there is no form', async () => {
    const form = page.getByRole('button', { name: /^Tomorrow morning/ });
    await press('x');
    await press('j');
    await press('x');
    await page.getByText('2 selected').waitFor();
    await press('s');
    await form.waitFor();
    await press('Escape');
    await form.waitFor({ state: 'detached' });
    await page.getByText('2 selected').waitFor();
    await press('Escape');
    await page.getByText('2 selected').waitFor({ state: 'detached' });

    // A form for many does not become one for the row that happens to be open.
    await press('x');
    await press('s');
    await form.waitFor();
    await page.getByRole('button', { name: 'Clear' }).click();
    await page.getByText('1 selected').waitFor({ state: 'detached' });
    await form.waitFor({ state: 'detached' });
    await rowOf('June').click();
    await press('s');
    await evidence('June').locator('form').waitFor();
    await page.getByLabel('Select Milo Walker').check();
    await page.getByText('1 selected').waitFor();
    await form.press('Enter');
    await page.getByText(/June Walker: snoozed until/).waitFor();
    expect([await actsOn('June'), await actsOn('Milo')]).toEqual([['snoozed'], []]);
  });

  it('that was taken back on the timeline is offered no more; the one before it is again, and the timeline offers no other', async () => {
    await press('h');
    await page.getByLabel('To', { exact: true }).selectOption('physical-therapist');
    await page.getByLabel('Note (optional)').press('Enter');
    await page.getByText('June Walker: handed off.').waitFor();
    await press('a');
    await page.getByText('June Walker: acknowledged.').waitFor();
    const takeBack = evidence('June').getByRole('button', { name: 'Take it back' });
    // The hand-off has been overtaken: the server would refuse.
    await evidence('June')
      .getByRole('listitem')
      .filter({ hasText: /acknowledged/i })
      .filter({ has: page.getByRole('button', { name: 'Take it back' }) })
      .waitFor();
    expect(await takeBack.count()).toBe(1);
    await takeBack.click();
    await settled('June', 'handed-off', 'acknowledged', 'undone');
    await page.getByText('June Walker: acknowledged.').waitFor({ state: 'detached' });
    expect((await alertOf('June')).state).toBe('handed-off');
    await page.getByText('June Walker: handed off.').waitFor();
    await press('z');
    await page.getByText('Taken back.').waitFor();
    expect(await actsOn('June')).toEqual(['handed-off', 'acknowledged', 'undone', 'undone']);
    expect((await alertOf('June')).state).toBe('open');
    await page.getByRole('button', { name: 'Undo' }).waitFor({ state: 'detached' });
    await takeBack.waitFor({ state: 'detached' });
  });

  it('names what the next Z takes back, also of another alert, until nothing is left', async () => {
    await press('j');
    await evidence('Milo').waitFor();
    await press('a');
    await page.getByText('Milo Walker: acknowledged.').waitFor();
    await press('k');
    await evidence('June').waitFor();
    await press('a');
    await page.getByText('June Walker: acknowledged.').waitFor();
    await press('s');
    await page.getByRole('button', { name: /^Tomorrow morning/ }).press('Enter');
    await page.getByText(/June Walker: snoozed until/).waitFor();
    await press('z');
    await page.getByText('You can still undo: June Walker: acknowledged.').waitFor();
    await inspect(page, 'worklist, what is left to undo', LOOKS);
    await press('z');
    await page.getByText('You can still undo: Milo Walker: acknowledged.').waitFor();
    await press('z');
    await page.getByText(/You can still undo/).waitFor({ state: 'detached' });
    await page.getByText('Taken back.').waitFor();
    expect([(await alertOf('June')).state, (await alertOf('Milo')).state]).toEqual(['open', 'open']);
    await page.getByRole('button', { name: 'Undo' }).waitFor({ state: 'detached' });
  });

  it('is offered no more once a colleague has gone on with it', async () => {
    await press('a');
    await page.getByText('June Walker: acknowledged.').waitFor();
    await elsewhere('June', 'hand-off', { to: { discipline: 'physical-therapist' } });
    await page.getByText('June Walker: acknowledged.').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Undo' }).waitFor({ state: 'detached' });
  });

  it('is taken back itself, not what was done on another page since', async () => {
    await press('a');
    await page.getByText('June Walker: acknowledged.').waitFor();
    await elsewhere('June', 'snooze', snooze);
    await press('z');
    await page.getByText('Taken back.').waitFor();
    expect([await actsOn('June'), (await alertOf('June')).state]).toEqual([
      ['acknowledged', 'snoozed', 'undone'],
      'open',
    ]);
  });

  it('on many is taken back itself as well', async () => {
    await press('x');
    await press('j');
    await press('x');
    await press('a');
    await page.getByText('2 of 2 acknowledged.').waitFor();
    await elsewhere('June', 'snooze', snooze);
    await elsewhere('Milo', 'snooze', snooze);
    await press('z');
    await page.getByText('2 of 2 taken back.').waitFor();
    expect([(await alertOf('June')).state, (await alertOf('Milo')).state]).toEqual(['open', 'open']);
  });

  it('that hands it to a discipline says so on the row', async () => {
    await press('h');
    await page.getByLabel('To', { exact: true }).selectOption('physical-therapist');
    await page.getByLabel('Note (optional)').press('Enter');
    await page.getByText('June Walker: handed off.').waitFor();
    await rowOf('June')
      .getByText(/physical therapist/)
      .waitFor();
    await rowOf('June').getByText('no owner').waitFor({ state: 'detached' });
    await rowOf('Milo').getByText('no owner').waitFor();
    await inspect(page, 'worklist, handed to a discipline', LOOKS);
  });

  it('had no errors', () => expect(errors).toEqual([]));
});
