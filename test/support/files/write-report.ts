import type { FileOutcome, Outcome } from './outcome.js';

const OUTCOMES: readonly Outcome[] = ['went in', 'partly refused', 'refused', 'not yet supported', 'holds no readings'];

/** docs/reports/files.md: a table per folder with counts, then every file under what became of it. No data. */
export function writeReport(all: readonly FileOutcome[]): string {
  const folders = [...Map.groupBy(all, folderOf)];
  const lines = [
    '# What becomes of every file',
    '',
    `Every file under \`wearable/\` and \`fhir/\` of \`STEPWELL_TEST_DATA\` (${all.length} files), sent through the real doors of a`,
    'running server. Written by `npm run report:files`; `test/e2e/all-files.e2e.spec.ts` fails when it no longer holds.',
    '',
    'Observations and readings are counted without our parsers, and again in the store: *went in* and *refused* add up to',
    '*counted*. FHIR resources are sent about a patient who is registered here; a Bundle is first sent as it is (its answer',
    'stands in the list), then its Observations by themselves. Open mHealth test documents get the header that their folder names.',
    '',
    `| folder | files | counted | went in | refused | ${OUTCOMES.map((o) => `files: ${o}`).join(' | ')} |`,
    `|---|${'---|'.repeat(4 + OUTCOMES.length)}`,
    ...folders.map(([folder, files]) => row(`\`${folder}\``, files)),
    row('**all**', all),
    ...folders.flatMap(([folder, files]) => section(folder, files)),
  ];
  return `${lines.join('\n')}\n`;
}

function row(name: string, files: readonly FileOutcome[]): string {
  const sum = (pick: (one: FileOutcome) => number) => files.reduce((total, one) => total + pick(one), 0);
  const counts = OUTCOMES.map((outcome) => files.filter((one) => one.outcome === outcome).length);
  return `| ${[name, files.length, sum((f) => f.expected), sum((f) => f.wentIn), sum((f) => f.refused), ...counts].join(' | ')} |`;
}

function section(folder: string, files: readonly FileOutcome[]): string[] {
  const groups = [...Map.groupBy(files, (one) => `${one.outcome}|${one.reason}`).values()].sort(
    (a, b) =>
      OUTCOMES.indexOf(a[0]!.outcome) - OUTCOMES.indexOf(b[0]!.outcome) || (a[0]!.reason < b[0]!.reason ? -1 : 1),
  );
  return [
    '',
    `## ${folder}`,
    '',
    ...groups.map((group) => {
      const { outcome, reason } = group[0]!;
      const names = group.map((one) => `\`${one.file.slice(folder.length + 1)}\`${counts(one)}`).join(', ');
      return `- **${outcome}**${reason ? ` (${reason})` : ''}: ${names}`;
    }),
  ];
}

const counts = ({ expected, wentIn }: FileOutcome) =>
  expected === 0 ? '' : expected === wentIn ? ` ${wentIn}` : ` ${wentIn} of ${expected}`;

/** `wearable/garmin-fit`, `fhir/synthea-r4`: the first two parts. */
const folderOf = ({ file }: FileOutcome) => file.split('/').slice(0, 2).join('/');
