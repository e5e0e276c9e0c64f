import type { Cell } from './judge.js';
import type { Target, Who } from './who.js';

/** The matrix in one sentence, and as a page: counts only, since each cell is a line of the test. */
export function writeReport(
  cells: readonly Cell[],
  { whos, targets, seconds }: { whos: readonly Who[]; targets: readonly Target[]; seconds: number },
): { sentence: string; markdown: string } {
  const leaks = cells.filter(({ may, wrong }) => !may && wrong).length;
  const refused = cells.filter(({ may, wrong }) => may && wrong).length;
  const sentence = `authorisation matrix: ${cells.length} cells, ${leaks} leaks, ${refused} refused wrongly, ${seconds} s`;
  const rows = [...Map.groupBy(cells, ({ path, act }) => `| ${path.replaceAll('|', '\\|')} | ${act}`)].map(
    ([row, all]) =>
      `${row} | ${all.length} | ${all.filter(({ may }) => may).length} | ${all.filter(({ wrong }) => wrong).length} |`,
  );
  return {
    sentence,
    markdown: `# The authorisation matrix

Written by \`npm run report:matrix\`; \`test/int/authorisation-matrix.int.spec.ts\` asks all of it in every run of the tests.

**${cells.length} cells, ${leaks} leaks, ${refused} refused wrongly, in ${seconds} s**, everything from the empty database on included.

A cell is one question: somebody asks about one patient by one road. What the answer must be is worked out from the policy
(\`src/platform/auth/policy.ts\`) and from who is what to whom; the server works it out by its queries. *May* counts the cells in
which it must succeed; in all others nothing of the patient may be in the answer, and what is out of reach must look like
what is not there. Not in it: routes about no patient, and each route once more with its exact status
(\`test/int/authorisation.int.spec.ts\`). Who may stand around a patient for a while, and records that were merged, are in the
first clinic only; about merged records are asked their own people and those who reach a whole clinic.

- ${whos.length} who ask: ${whos.map(({ name }) => name).join('; ')}.
- ${targets.length} patients asked about: ${targets.map(({ name }) => name).join('; ')}.

| road | act | cells | may | wrong |
|---|---|---|---|---|
${rows.join('\n')}
`,
  };
}
