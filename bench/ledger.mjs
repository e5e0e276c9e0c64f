// npm run bench -- ledger [--app 100] [--postgres 20] [--acknowledged 20000] [--seed n]: kill -9 of the app and of PostgreSQL at random moments while readings arrive on every road; is all that was acknowledged there, once?
// The rounds themselves are test/support/ledger; the test of durability plays a few of them.
import { parseArgs } from 'node:util';
import '../scripts/typescript.mjs';
import { record } from './results.mjs';

const { playRounds } = await import('../test/support/ledger/play-rounds.ts');

const { values } = parseArgs({
  options: {
    app: { type: 'string', default: '100' },
    postgres: { type: 'string', default: '20' },
    acknowledged: { type: 'string', default: '20000' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
  },
});
const asked = Object.fromEntries(Object.entries(values).map(([name, text]) => [name, Number(text)]));
const played = await playRounds({ ...asked, say: (words) => console.log(words) });

const { blows, recoveriesMs, byRoad } = played;
const roads = Object.entries(byRoad).map(([road, n]) => `${road} ${n}`);
const recovery = (times) =>
  times.length === 0 ? '' : `back after ${median(times)} ms, at most ${Math.max(...times)} ms`;
record(`ledger --app ${values.app} --postgres ${values.postgres} --seed ${values.seed}`, [
  ['kill -9 of the app', `${blows.app} times`, recovery(recoveriesMs.app), 'blow to first acknowledged reading'],
  ['kill -9 of PostgreSQL', `${blows.postgres} times`, recovery(recoveriesMs.postgres), 'the app brings it back'],
  ['acknowledged', `${played.acknowledged} readings`, roads.join(', '), `${played.stored} stored`],
  ['lost / doubled / with another value', `${played.lost} / ${played.doubled} / ${played.wrong}`, '', 'must be 0'],
  ['transactions stored in part', String(played.tornTransactions), '', 'must be 0'],
  ['daily values unlike a recount', String(played.wrongDays), `${played.days} days`, 'must be 0'],
]);
process.exit(played.lost + played.doubled + played.wrong + played.tornTransactions + played.wrongDays === 0 ? 0 : 1);

function median(times) {
  return [...times].sort((a, b) => a - b)[times.length >> 1];
}
