import request from 'supertest';
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import type { Page } from 'playwright-core';
import { createTestApp, type TestApp } from '../support/app.js';
import { collectErrors, describeWithBrowser, openBrowser, type TestBrowser } from '../support/browser.js';
import { CORNERS, inspect } from '../support/inspect.js';
import { clinicDay, PASSWORD } from '../support/people.js';
import { stepwell } from '../support/stepwell.js';

jest.setTimeout(300_000);

/** Only what stands on screens and in terminals: nobody reads a manual here. */
describeWithBrowser('from an empty database to a patient whose watch sends', () => {
  let app: TestApp;
  const browsers: TestBrowser[] = [];
  const errors: string[][] = [];
  let admin: Page;
  let nurse: Page;
  let patient: Page;
  let daughter: Page;
  let link: string;

  beforeAll(async () => {
    app = await createTestApp();
  });
  afterAll(async () => {
    for (const browser of browsers) await browser.close();
    await app?.close();
  });

  async function command(...args: string[]): Promise<string> {
    const run = stepwell(args, { DATABASE_URL: app.database.ownerUrl, PUBLIC_URL: app.url, STEPWELL_DEMO: 'off' });
    expect([args[0], await run.ended, run.output()]).toEqual([args[0], 0, expect.any(String)]);
    return run.output();
  }

  /** Somebody gets a link, and is in. */
  async function comeIn(path: string, email: string, width = 1440): Promise<Page> {
    const browser = await openBrowser({ width, height: 980 });
    browsers.push(browser);
    const page = await browser.context.newPage();
    await page.goto(app.url + new URL(path).pathname);
    await page.getByLabel('New password').fill(PASSWORD);
    await page.getByLabel('New password').press('Enter');
    await page.getByRole('link', { name: 'Sign in' }).click();
    await page.getByLabel('E-mail', { exact: true }).fill(email);
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await page.getByLabel('Password', { exact: true }).press('Enter');
    await page.getByRole('navigation').first().waitFor();
    errors.push(collectErrors(page));
    return page;
  }
  const shownLink = (page: Page) => page.getByRole('dialog').locator('code').innerText();

  it('one command makes the clinic and its first admin, who says when the door is open', async () => {
    const output = await command(
      'create-clinic',
      ...[
        '--slug',
        'lakeside',
        '--name',
        'Lakeside',
        '--zone',
        'Europe/Berlin',
        '--admin-email',
        'ada@lakeside.example',
      ],
    );
    admin = await comeIn(/http\S+\/invite\/\S+/.exec(output)![0], 'ada@lakeside.example');
    await admin.getByRole('link', { name: 'Clinic', exact: true }).first().click();
    await admin.getByLabel('Telephone').fill('+49 30 5550100');
    await admin.getByRole('button', { name: 'Add a site' }).click();
    await admin.getByLabel('Name of the site').fill('Pier');
    await admin.getByLabel('Monday, opening hours').fill('8-12');
    await admin.getByRole('button', { name: 'Save', exact: true }).click();
    await admin.getByText('Write 08:00–12:00').first().waitFor();
    await admin.getByLabel('Monday, opening hours').fill('8:00-12:00, 13:00-16:30');
    await admin.getByLabel('Day', { exact: true }).fill('2026-12-25');
    await admin.getByLabel('What it is').fill('Christmas');
    await admin.getByLabel('What it is').press('Enter');
    await admin.getByRole('button', { name: 'Save', exact: true }).press('Enter');
    await admin
      .getByText(/^Pier is (open|closed)/)
      .first()
      .waitFor();
    await admin.getByText(/sites and hours/).waitFor();
    await inspect(admin, 'clinic settings');
  });

  it('the admin says who is told when nobody can be reached, and reads what is wrong beside its field', async () => {
    const told = admin.getByRole('form', { name: 'When nobody can be reached' });
    await admin.getByText('Nobody is told yet').waitFor();
    await told.getByLabel('Machine that hears of every call').fill('ftp://pager.lakeside.example');
    await told.getByLabel('E-mail of last resort').fill('desk@lakeside.example');
    await told.getByLabel('Number patients call in an emergency').fill('abc');
    await told.getByRole('button', { name: 'Save whom to tell' }).press('Enter');
    await told.getByText('This must be a URL starting with https://.').waitFor();
    await told.getByText('This must be a telephone number, or three to six digits').waitFor();
    await told.getByLabel('Number patients call in an emergency').fill('112');
    await told.getByLabel('Machine that hears of every call').fill('https://pager.lakeside.example/calls');
    await told.getByRole('button', { name: 'Save whom to tell' }).press('Enter');
    await admin.getByText('Nobody is told yet').waitFor({ state: 'detached' });
    await admin.getByRole('button', { name: 'Make a new secret' }).press('Enter');
    await admin.getByText('It is shown once.').waitFor();
    await inspect(admin, 'whom the clinic tells', CORNERS);
  });

  it('the first staff member is invited and goes on call', async () => {
    await admin.getByRole('link', { name: 'Team', exact: true }).first().click();
    const alone = admin.getByText('Nobody but you works here yet.');
    await alone.waitFor();
    await inspect(admin, 'team-of-one', CORNERS);
    await admin.getByRole('button', { name: 'Invite', exact: true }).click();
    await admin.getByLabel('Name', { exact: true }).fill('Nora Nurse');
    await admin.getByLabel('E-mail', { exact: true }).fill('nora@lakeside.example');
    await admin.getByLabel('Role', { exact: true }).selectOption('coordinator');
    // Nothing is chosen beforehand, and what was chosen wrong can be changed.
    await admin.getByRole('dialog').getByLabel('Profession', { exact: true }).selectOption('social-worker');
    await admin.getByRole('button', { name: 'Make the link' }).click();
    link = await shownLink(admin);
    nurse = await comeIn(link, 'nora@lakeside.example');
    // Whoever opens the link once more reads that it was used, and is led on.
    const again = await admin.context().newPage();
    await again.goto(link);
    await again.getByText('This invitation was used already').waitFor();
    expect(await again.locator('body').innerText()).not.toContain('nora@lakeside.example');
    await again.getByRole('link', { name: 'Sign in' }).waitFor();
    await again.close();
    await admin.keyboard.press('Escape');
    await admin.reload();
    await admin.getByRole('button', { name: 'Change Nora Nurse' }).waitFor();
    expect(await alone.count()).toBe(0);
    await admin.getByRole('button', { name: 'Change Nora Nurse' }).click();
    await admin.getByLabel(/^Profession/).selectOption('nurse-coordinator');
    await inspect(admin, 'member', CORNERS);
    await admin.getByRole('button', { name: 'Save', exact: true }).click();
    await admin.getByRole('cell', { name: 'Nurse coordinator' }).waitFor();
    await admin.getByRole('button', { name: 'New team' }).click();
    await admin.getByRole('textbox', { name: 'Name of the team' }).fill('Back pain');
    await admin.getByLabel('Nora Nurse').check();
    await admin.getByRole('button', { name: 'Save', exact: true }).click();
    await admin.getByText('Back pain').first().waitFor();
    await inspect(admin, 'team with teams');
    await admin.getByRole('link', { name: 'On call', exact: true }).first().click();
    await admin.getByRole('button', { name: 'New turn' }).click();
    await admin.getByLabel('From', { exact: true }).fill(`${clinicDay(-1)}T08:00`);
    await admin.getByLabel('To', { exact: true }).fill(`${clinicDay(2)}T08:00`);
    await admin.getByLabel('Comes again').selectOption('1');
    await inspect(admin, 'turn', CORNERS);
    await admin.getByRole('button', { name: 'Save', exact: true }).click();
    await admin.getByText(/^Nora Nurse, until/).waitFor();
    await inspect(admin, 'on call');
  });

  it('a referral is accepted; the patient comes in and lets a daughter see the numbers until a day', async () => {
    await nurse.getByRole('link', { name: 'Referrals', exact: true }).first().click();
    await nurse.getByRole('button', { name: 'Enter a referral' }).click();
    await nurse.getByLabel('Given name').fill('June');
    await nurse.getByLabel('Family name').fill('Walker');
    await nurse.getByLabel('Date of birth').fill('1961-04-05');
    await nurse.getByLabel('E-mail').fill('june@walker.example');
    await nurse.getByLabel('Referred by').fill('Dr. Practice');
    await nurse.getByLabel('What is asked').fill('Back pain for two years. Wishes to walk to the lake again.');
    await inspect(nurse, 'referral form', CORNERS);
    await nurse.getByRole('button', { name: 'Save', exact: true }).click();
    await nurse.getByText('Wishes to walk').waitFor();
    await inspect(nurse, 'referrals');
    await nurse.getByRole('button', { name: 'Accept June Walker' }).click();
    expect(await nurse.getByLabel('Family name').inputValue()).toBe('Walker');
    await nurse.getByRole('button', { name: 'Back pain' }).click();
    // Not now: later, from the page.
    await nurse.getByLabel(/Invite the patient to their own pages: a link is mailed/).uncheck();
    await nurse.getByLabel(/agrees that the clinic monitors/).check();
    await nurse.getByRole('button', { name: 'Register', exact: true }).click();
    await nurse.getByText('June Walker is registered.').waitFor();
    await nurse.getByRole('link', { name: 'Open the page' }).click();
    // She has no account yet to be asked in: whoever invites somebody to look on says how she agreed.
    await nurse.getByRole('button', { name: 'Invite somebody to look on' }).click();
    await nurse.getByText(/^June Walker has no account to be asked in/).waitFor();
    await nurse.getByLabel('Name', { exact: true }).fill('Carl Walker');
    await nurse.getByRole('dialog').getByLabel('E-mail').fill('carl@walker.example');
    await nurse.getByLabel('Who they are to the patient').fill('husband');
    await nurse.getByRole('button', { name: 'Make the invitation' }).click();
    await nurse.getByText('Please fill in.').waitFor();
    await inspect(nurse, 'invite somebody to look on, no account', CORNERS);
    await nurse
      .getByLabel('How the patient agreed to this person')
      .selectOption('On paper: they signed for this person');
    await nurse.getByRole('button', { name: 'Make the invitation' }).click();
    await nurse.getByRole('dialog').locator('code').waitFor();
    await nurse.getByRole('dialog').getByRole('button', { name: 'Close', exact: true }).last().click();
    await nurse.getByText(/agreed on paper, written down by .+ on/).waitFor();
    await nurse.getByText(/agreed on paper, written down by .+ on/).scrollIntoViewIfNeeded();
    await inspect(nurse, 'somebody is invited to look on', CORNERS);
    await nurse.getByRole('button', { name: 'Take back the invitation of Carl Walker' }).click();
    await nurse.getByRole('dialog').getByRole('button', { name: 'Take back', exact: true }).click();
    await nurse.getByText(/^Carl Walker, .+, taken back by /).waitFor();
    await nurse.getByText('Nobody follows.').waitFor();
    await nurse.getByRole('button', { name: 'Invite the patient', exact: true }).click();
    expect(await nurse.getByRole('dialog').getByLabel('E-mail').inputValue()).toBe('june@walker.example');
    await inspect(nurse, 'invite the patient', CORNERS);
    await nurse.getByRole('button', { name: 'Make the invitation' }).click();
    // The page says that she is asked already, and does not offer to ask her again.
    await nurse.getByText(/^Invited at june@walker\.example/).waitFor();
    patient = await comeIn(await shownLink(nurse), 'june@walker.example', 390);
    await nurse.getByRole('dialog').getByRole('button', { name: 'Close', exact: true }).last().click();

    await patient.getByRole('link', { name: 'People' }).first().click();
    await patient.getByRole('button', { name: 'Invite somebody' }).click();
    await patient.getByLabel('Name', { exact: true }).fill('Dora Walker');
    await patient.getByLabel('E-mail').fill('dora@walker.example');
    await patient.getByLabel('Who they are to you').fill('daughter');
    await patient.getByLabel('My visits, and join them with me').uncheck();
    await patient.getByLabel(/^Until/).fill('2030-12-31');
    await inspect(patient, 'invite a follower', CORNERS);
    await patient.getByRole('button', { name: 'Make the invitation' }).click();
    await patient.getByRole('button', { name: 'I agree' }).waitFor();
    await inspect(patient, 'consent before a follower', CORNERS);
    await patient.getByRole('button', { name: 'I agree' }).click();
    daughter = await comeIn(await shownLink(patient), 'dora@walker.example', 390);
    await daughter.getByText(/You see here what June has chosen to share/).waitFor();
    await patient.getByRole('dialog').getByRole('button', { name: 'Close', exact: true }).last().click();
    await patient.reload();
    await patient.getByText('sees numbers, until 31 Dec 2030').waitFor();
    await inspect(patient, 'people');
  });

  it('whom the team invites comes in and sees nothing until she allows it, who may allow less, or nothing', async () => {
    const propose = async (name: string, email: string) => {
      await nurse.getByRole('button', { name: 'Invite somebody to look on' }).click();
      await nurse.getByText(/^June Walker is asked on their own page/).waitFor();
      await nurse.getByLabel('Name', { exact: true }).fill(name);
      await nurse.getByRole('dialog').getByLabel('E-mail').fill(email);
      await nurse.getByLabel('Who they are to the patient').fill('brother');
      await inspect(nurse, 'invite somebody to look on', CORNERS);
      await nurse.getByRole('button', { name: 'Make the invitation' }).click();
      const shown = await shownLink(nurse);
      await nurse.getByRole('dialog').getByRole('button', { name: 'Close', exact: true }).last().click();
      return shown;
    };
    await nurse.reload();
    await patient.getByRole('link', { name: 'Today' }).first().click();
    const brother = await comeIn(await propose('Otto Walker', 'otto@walker.example'), 'otto@walker.example', 390);
    await brother.getByText('Nothing is shared with you at present.').waitFor();
    await nurse.reload();
    await nurse.getByText(/waits for June Walker’s yes/).waitFor();
    await nurse.getByText(/waits for June Walker’s yes/).scrollIntoViewIfNeeded();
    await inspect(nurse, 'somebody waits for the patient’s yes');

    // Her page says so by itself.
    const mark = patient.getByRole('link', { name: 'Your clinic asks you: may Otto Walker look on?' });
    await mark.waitFor();
    await inspect(patient, 'today, somebody waits');
    await mark.click();
    await patient.getByText(/^Would see: numbers, visits, no end\. Your clinic proposes this/).waitFor();
    await inspect(patient, 'people, somebody waits');
    await patient.getByRole('button', { name: 'Allow Otto Walker to look on', exact: true }).press('Enter');
    await patient.getByLabel('My visits, and join them with me').uncheck();
    await inspect(patient, 'allow somebody', CORNERS);
    await patient.getByRole('dialog').getByRole('button', { name: 'Allow', exact: true }).click();
    await patient.getByText('sees numbers, no end').waitFor();
    await brother.reload();
    await brother.getByText(/You see here what June has chosen to share/).waitFor();
    await nurse.reload();
    await nurse
      .getByText(/allowed by June Walker on/)
      .first()
      .waitFor();

    await propose('Eve Stranger', 'eve@people.example');
    await patient.getByRole('button', { name: 'Do not allow Eve Stranger to look on' }).press('Enter');
    await patient.getByRole('dialog').getByRole('button', { name: 'Do not allow', exact: true }).click();
    await patient
      .getByRole('button', { name: 'Allow Eve Stranger to look on', exact: true })
      .waitFor({ state: 'detached' });
    await nurse.getByText(/^Eve Stranger, .+, refused by June Walker on /).waitFor();
    await nurse.getByText(/^Otto Walker/).waitFor();
  });

  it('the first watch sends, and everybody who may sees it', async () => {
    const token = (await command('token', '--clinic', 'lakeside', '--scopes', 'system/Observation.crs'))
      .trim()
      .split('\n')
      .at(-1)!;
    const patientId = new URL(nurse.url()).pathname.split('/').at(-1)!;
    const start = new Date(Date.now() - 2 * 86_400_000);
    await request(app.url)
      .post('/ingest/v1/observations')
      .set('authorization', `Bearer ${token}`)
      .send({
        observations: [
          {
            patient: patientId,
            metric: 'steps',
            start: start.toISOString(),
            end: new Date(start.getTime() + 3_600_000).toISOString(),
            value: 1200,
            unit: '{steps}',
            source: { system: 'lake-watch', device: 'Lake Watch' },
          },
        ],
      })
      .expect(200);
    await nurse.reload();
    await nurse.getByText('Lake Watch').first().waitFor();
    await nurse.getByText(/^Dora Walker/).waitFor();
    // She is in, and is not asked again.
    expect(await nurse.getByRole('button', { name: 'Invite the patient' }).count()).toBe(0);
    await inspect(nurse, 'patient with people');
    await nurse.getByRole('button', { name: 'Change Care team' }).click();
    await nurse.getByRole('dialog').waitFor();
    await inspect(nurse, 'care team', CORNERS);
    await nurse.keyboard.press('Escape');
    await nurse.getByText('June Walker, born 5 Apr 1961', { exact: true }).waitFor();
    await nurse.getByRole('button', { name: 'Change Name and birth date' }).click();
    await nurse.getByLabel('Date of birth').fill('2999-01-01');
    await nurse.getByRole('button', { name: 'Save', exact: true }).click();
    await nurse.getByText('Choose a day in the past, after 1900.').waitFor();
    await inspect(nurse, 'name and birth date', CORNERS);
    await nurse.getByLabel('Date of birth').fill('1961-05-04');
    await nurse.getByLabel('Gender').selectOption('Female');
    await nurse.getByRole('button', { name: 'Save', exact: true }).click();
    await nurse.getByText('June Walker, born 4 May 1961, female').waitFor();
    await nurse.getByRole('button', { name: 'Transfer to another clinic' }).click();
    await nurse.getByLabel('Which clinic').fill('Hillside');
    await nurse.getByLabel('The patient agreed on').fill('2999-01-01');
    await nurse.getByRole('button', { name: 'Make the code' }).click();
    // Beside the field that is meant, and once.
    await nurse.getByText('This must not be in the future.', { exact: true }).waitFor();
    await inspect(nurse, 'transfer', CORNERS);
    await nurse.keyboard.press('Escape');
    await patient.getByRole('link', { name: 'My data' }).first().click();
    await patient.getByText('June Walker, born 4 May 1961, female').waitFor();
    await inspect(patient, 'my data', CORNERS);
    await patient.getByRole('link', { name: 'Today' }).first().click();
    await patient.getByText('Lake Watch').first().waitFor();
    await patient.getByRole('link', { name: 'People' }).first().click();
    await patient.getByText('sees numbers, until 31 Dec 2030').waitFor();
    await patient.getByRole('button', { name: /account$/ }).click();
    await patient.getByRole('menuitem', { name: 'What I agree to' }).click();
    await patient.getByRole('button', { name: 'Withdraw', exact: true }).last().click();
    await patient.getByText(/The people who help you stop seeing anything/).waitFor();
    await patient.getByRole('dialog').getByRole('button', { name: 'Withdraw', exact: true }).click();
    await patient.getByRole('dialog').waitFor({ state: 'hidden' });
    await patient.getByRole('link', { name: 'People' }).first().click();
    await patient.getByText(/^You do not agree to share at present/).waitFor();
    await patient.getByText('sees nothing now; numbers once you agree again').first().waitFor();
    await inspect(patient, 'people without sharing');
    await daughter.reload();
    await daughter.getByText('Nothing is shared with you at present.').waitFor();
    await proposeMerge(nurse);
    await admin.getByRole('link', { name: 'Records', exact: true }).first().click();
    const stays = admin.getByRole('region', { name: 'The record that stays' });
    await stays.getByText('june@walker.example').waitFor();
    const goes = admin.getByRole('region', { name: 'The record that becomes part of it' });
    await goes.getByText('June Walker, born 4 May 1961', { exact: true }).waitFor();
    await inspect(admin, 'records');
    // The address that was refused on purpose.
    expect(errors.flat().filter((error) => !/status of 422/.test(error))).toEqual([]);
  });
});

/** Registers the same person once more, then says so on the page of the first record. */
async function proposeMerge(nurse: Page): Promise<void> {
  const first = nurse.url();
  await nurse.getByRole('link', { name: 'Patients', exact: true }).first().click();
  await nurse.getByRole('button', { name: 'Register patient' }).click();
  await nurse.getByLabel('Given name').fill('June');
  await nurse.getByLabel('Family name').fill('Walker');
  await nurse.getByLabel('Date of birth').fill('1961-05-04');
  await nurse.getByLabel('Telephone (optional)').fill('+49 30 1234567');
  await nurse.getByLabel('Language (optional)').selectOption('Deutsch');
  await nurse.getByLabel(/agrees that the clinic monitors/).check();
  await nurse.getByRole('button', { name: 'Register', exact: true }).click();
  await nurse.getByText('June Walker is registered.').waitFor();
  await nurse.goto(first);
  await nurse.getByRole('button', { name: 'Same person as …' }).click();
  await nurse.getByLabel('Why they are the same person').fill('Same name, same birth date, same voice');
  await nurse.getByRole('button', { name: 'Propose', exact: true }).click();
  await nurse.getByText('Proposed. An administrator decides.').waitFor();
}
