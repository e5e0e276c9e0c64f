// npm run report:matrix: asks the whole authorisation matrix, writes docs/reports/authorisation-matrix.md.
import { jest } from './jest.mjs';

process.env.STEPWELL_WRITE_REPORT = '1';
const { failed } = await jest('matrix', ['integration'], {
  args: ['--runInBand', '--testPathPatterns', 'authorisation-matrix'],
});
console.log(failed ? 'Not all of the matrix holds.' : 'docs/reports/authorisation-matrix.md is written.');
process.exit(failed ? 1 : 0);
