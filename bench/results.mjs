import { execFileSync } from 'node:child_process';
import { appendFileSync, existsSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';

const FILE = join(import.meta.dirname, 'RESULTS.md');

/** Prints the figures and adds them to RESULTS.md with date, commit, command and machine. */
export function record(name, rows) {
  const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim();
  const date = new Date().toISOString().slice(0, 16).replace('T', ' ');
  const machine = `${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}`;
  const table = [
    '| what | rate | time | beside |',
    '|---|---|---|---|',
    ...rows.map((row) => `| ${row.join(' | ')} |`),
  ].join('\n');
  const text = `\n## ${date} UTC, ${commit}\n\n\`npm run bench -- ${name}\` on ${machine}; generator, server, PostgreSQL and browser share the cores.\n\n${table}\n`;
  if (!existsSync(FILE))
    writeFileSync(
      FILE,
      '# Figures\n\nNewest last. Wall rates move with the machine: compare the share of the limit, and rows of one sitting.\n',
    );
  appendFileSync(FILE, text);
  console.log(text);
}
