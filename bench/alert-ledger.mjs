// npm run bench -- alert-ledger [--alerts 10000] [--pages 12] [--nodes 30] [--postgres 10] [--seed n]: alerts while lines break, pages sleep, and two nodes and PostgreSQL are killed with SIGKILL; is each on every screen once, and in order?
// The rounds themselves are test/support/ledger; the test of faults plays a few of them.
import { parseArgs } from 'node:util';
import '../scripts/typescript.mjs';
import { record } from './results.mjs';

const { playAlerts } = await import('../test/support/ledger/play-alerts.ts');

const { values } = parseArgs({
  options: {
    alerts: { type: 'string', default: '10000' },
    pages: { type: 'string', default: '12' },
    nodes: { type: 'string', default: '30' },
    postgres: { type: 'string', default: '10' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
  },
});
const asked = Object.fromEntries(Object.entries(values).map(([name, text]) => [name, Number(text)]));
const played = await playAlerts({ ...asked, say: (words) => console.log(words) });

const { blows, lost, doubled, outOfOrder, unlikeLedger } = played;
record(`alert-ledger --alerts ${values.alerts} --pages ${values.pages} --seed ${values.seed}`, [
  ['alerts', String(played.alerts), `on ${values.pages} pages`, `${played.shown} told one by one`],
  ['kill -9 of a node / of PostgreSQL', `${blows.nodes} / ${blows.postgres}`, '', 'two nodes'],
  ['lines broken / pages asleep', `${blows.lines} / ${blows.sleeps}`, '', `${played.anew} lists fetched anew`],
  ['lost / doubled / out of order', `${lost} / ${doubled} / ${outOfOrder}`, '', 'must be 0'],
  ['alerts or timelines unlike the ledger', String(unlikeLedger), '', 'must be 0'],
]);
process.exit(lost + doubled + outOfOrder + unlikeLedger === 0 ? 0 : 1);
