// npm run report:files: sends every file of STEPWELL_TEST_DATA through the doors, writes docs/reports/files.md.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { jest } from './jest.mjs';

const data = process.env.STEPWELL_TEST_DATA;
if (!data || !existsSync(join(data, 'fhir'))) {
  console.log('Set STEPWELL_TEST_DATA to the folder that holds wearable/ and fhir/.');
  process.exit(1);
}
process.env.STEPWELL_WRITE_REPORT = '1';
const { failed } = await jest('every file', ['e2e'], { args: ['--runInBand', '--testPathPatterns', 'all-files'] });
console.log(failed ? 'The report was not written, or not all of it holds.' : 'docs/reports/files.md is written.');
process.exit(failed ? 1 : 0);
