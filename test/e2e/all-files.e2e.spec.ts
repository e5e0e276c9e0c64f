import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { createTestApp, type TestApp } from '../support/app.js';
import { Doors } from '../support/files/doors.js';
import { sendFhirFile } from '../support/files/fhir-files.js';
import { type FileOutcome, listFiles } from '../support/files/outcome.js';
import { FAULT_OUTSIDE_OUR_FIELDS, LONGER_THAN_ITS_TIME, sendWearableFile } from '../support/files/wearable-files.js';
import { writeReport } from '../support/files/write-report.js';
import { describeWithTestData } from '../support/outside.js';
import { createClinic, inviteAndAccept, tokenFor } from '../support/people.js';

jest.setTimeout(600_000);

const REPORT = join(import.meta.dirname, '../../docs/reports/files.md');

describeWithTestData('', 'every file under wearable and fhir, through the real doors', (root) => {
  let app: TestApp;
  const outcomes: FileOutcome[] = [];

  beforeAll(async () => {
    app = await createTestApp();
    const clinic = await createClinic(app, 'all-files');
    const clinician = await inviteAndAccept(app, clinic.admin, { role: 'clinician' });
    const doors = new Doors(app, await tokenFor(app, clinic.id), clinician);
    for (const file of listFiles(root, 'wearable')) outcomes.push(await sendWearableFile(root, file, doors));
    for (const file of listFiles(root, 'fhir')) outcomes.push(await sendFhirFile(root, file, doors));
    const sum = (pick: (one: FileOutcome) => number) => outcomes.reduce((total, one) => total + pick(one), 0);
    console.log(
      `all files: ${outcomes.length} files, ${sum((f) => f.expected)} observations counted, ${sum((f) => f.wentIn)} went in`,
    );
    if (process.env['STEPWELL_WRITE_REPORT'] === '1') writeFileSync(REPORT, writeReport(outcomes));
  });
  afterAll(() => app?.close());

  it('leaves none unaccounted', () => {
    expect(outcomes.map((one) => one.file)).toEqual([...listFiles(root, 'wearable'), ...listFiles(root, 'fhir')]);
    expect(outcomes.length).toBeGreaterThan(1000);
  });

  it('every reading counted in a file went in or was refused, and every refusal has a reason', () => {
    const wrong = outcomes.filter(
      (one) => one.wentIn + one.refused !== one.expected || (one.outcome !== 'went in' && one.reason === ''),
    );
    expect(wrong).toEqual([]);
  });

  it('what others say must fail does not go in, where we know the format', () => {
    const mistaken = outcomes.filter((one) => one.file.includes('/shouldFail/') && one.wentIn > 0);
    expect(mistaken.map((one) => one.file)).toEqual([...FAULT_OUTSIDE_OUR_FIELDS]);
    const overlong = outcomes.filter((one) => LONGER_THAN_ITS_TIME.has(one.file));
    expect(overlong).toMatchObject([...LONGER_THAN_ITS_TIME].map(() => ({ wentIn: 0, refused: 1 })));
  });

  it('no file is refused for a fault of ours', () => {
    const ours = outcomes.filter((one) => /on our side|not available just now/.test(one.reason));
    expect(ours).toEqual([]);
  });

  it('is what docs/reports/files.md says: else run npm run report:files and commit', () => {
    expect(readFileSync(REPORT, 'utf8')).toBe(writeReport(outcomes));
  });
});
