import { exactly, megabytes, never, told, within } from './figures.mjs';
import { withClinic } from './setting.mjs';
import { playStormOfNode } from './storm.mjs';

const { playCommitOrder } = await import('../../test/support/faults/commit-order.ts');
const { playDeaf } = await import('../../test/support/faults/deaf.ts');
const { playSlowReaders } = await import('../../test/support/faults/slow-readers.ts');

const BACKLOG_BYTES = 1.5 * 2 ** 20;

function playOrder({ random, times }) {
  return withClinic(async ({ crowd, makePatients, ...setting }) => {
    const [patientId] = await makePatients(1);
    const faces = await crowd(6);
    const played = await playCommitOrder({ ...setting, patientId, faces, interleavings: times(500), random });
    const { committed, rolledBack, interleavings, missed, outOfOrder } = played;
    return [
      told('interleavings of four transactions', `${interleavings}: ${committed} committed, ${rolledBack} rolled back`),
      never('deliveries missed, or told though rolled back', missed),
      never('out of order', outOfOrder),
    ];
  });
}

function playSlow({ times }) {
  return withClinic(async ({ crowd, makePatients, ...setting }) => {
    const [patientId] = await makePatients(1);
    const played = await playSlowReaders({ ...setting, patientId, faces: await crowd(times(12)) });
    const { readers, cut, deliveries, largestBacklogBytes, grownBytes, unlikeMissed } = played;
    return [
      exactly('pages that do not read, cut off', cut, readers),
      told('deliveries to each', deliveries),
      {
        what: 'waiting for one page, at most',
        seen: megabytes(largestBacklogBytes),
        limit: `at most ${megabytes(BACKLOG_BYTES)}`,
        isBroken: largestBacklogBytes > BACKLOG_BYTES,
      },
      told('growth of server, bench and pages together', megabytes(grownBytes)),
      never('deliveries missed by a page that came back, or told twice', unlikeMissed, `${readers * 300}`),
    ];
  });
}

function playCutListeners({ random, times }) {
  return withClinic(async ({ crowd, makePatients, ...setting }) => {
    const [[patientId], [face]] = [await makePatients(1), await crowd(1)];
    const played = await playDeaf({ ...setting, patientId, face, rounds: times(60), random });
    return [
      told('Redis', 'none to kill: alerts, and who is viewing them, cross nodes as rows of PostgreSQL'),
      told('listening connections cut', `${played.cut} in ${played.rounds} rounds`),
      never('news that did not reach the page', played.lost, `${played.rounds}`),
      within('commit to page, its node deaf', played.toPageMs, 5_000),
    ];
  });
}

export const deliveries = [
  {
    fault: 'F5',
    title: 'What carries news between nodes dies',
    demand: 'Alerts reach pages within 5 s all the same.',
    play: playCutListeners,
  },
  {
    fault: 'F19',
    title: 'Transactions end in another order than they began',
    demand: 'Whoever reads meanwhile misses nothing.',
    play: playOrder,
  },
  {
    fault: 'F20',
    title: 'Pages that do not read',
    demand: 'Cut off at 1 MB, memory bounded; on return exactly what was missed.',
    play: playSlow,
  },
  {
    fault: 'F21',
    title: 'All pages come back at once',
    demand: 'The catch-up query at most 50 ms at p99; nobody signs in again.',
    play: playStormOfNode,
  },
];
