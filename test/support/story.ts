import type { Page } from 'playwright-core';
import type { TestApp } from './app.js';
import { showsMotion } from './browser.js';
import type { Person } from './people.js';

/** Arrivals wait in a pill so that nothing moves under the hand; a row that is there already needs no click. */
export async function waitForAlert(page: Page, patientName: string): Promise<void> {
  const row = page.getByRole('button', { name: new RegExp(patientName) }).first();
  const pill = page.getByRole('button', { name: /\d+ new/ });
  await row.or(pill).first().waitFor({ timeout: 30_000 });
  if (await pill.isVisible()) await pill.click();
  await row.waitFor({ timeout: 30_000 });
  await row.click();
  await page
    .getByText(/Usual is/)
    .first()
    .waitFor();
}

/** From the alert to a picture that moves on both sides. @returns the visit's id */
export async function meetByVideo(app: TestApp, clinician: Page, patient: Page): Promise<string> {
  await clinician.keyboard.press('v');
  await clinician.waitForURL(/\/visits\//);
  const path = new URL(clinician.url()).pathname;
  await patient.goto(app.url + path);
  await patient.getByRole('button', { name: /I am here/ }).click();
  await patient
    .getByText(/waiting room/i)
    .first()
    .waitFor();
  await clinician.getByRole('button', { name: /^Admit/ }).click();
  await Promise.all([showsMotion(clinician), showsMotion(patient)]);
  return path.split('/').at(-1)!;
}

export async function writeNoteAndEnd(clinician: Page, patient: Page, agreed: string): Promise<void> {
  await clinician.getByLabel(/Agreed/).fill(agreed);
  await clinician.getByTestId('note-saved').getByText(/saved/).waitFor();
  await clinician.getByRole('button', { name: /^End/ }).first().click();
  await clinician
    .getByRole('button', { name: /^(End|Yes)/ })
    .last()
    .click();
  await patient
    .getByText(/visit has ended/i)
    .first()
    .waitFor();
}

export async function resolveOnWorklist(app: TestApp, page: Page, patientName: string): Promise<void> {
  await page.goto(`${app.url}/`);
  await page
    .getByRole('button', { name: new RegExp(patientName) })
    .first()
    .click();
  await page.keyboard.press('r');
  await page
    .getByLabel(/outcome|came of it/i)
    .first()
    .selectOption('visit-done');
  await page
    .getByRole('button', { name: /^Resolve/ })
    .last()
    .click();
}

/** Alerts of this state within the person's reach, once there are as many. */
export async function alertsOf(
  person: Person,
  state: 'open' | 'resolved',
  count: number,
): Promise<Record<string, unknown>[]> {
  for (const end = Date.now() + 60_000; ;) {
    const { body } = await person.agent.get(`/api/v1/alerts?state=${state}`).expect(200);
    if (body.items.length === count || Date.now() > end) return body.items;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}
