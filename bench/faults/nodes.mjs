import { never, told, within } from './figures.mjs';
import { withClinic } from './setting.mjs';

const { createTestApp } = await import('../../test/support/app.ts');
const { freshDatabase } = await import('../../test/support/database.ts');
const { playRaces } = await import('../../test/support/faults/races.ts');
const { playRolling } = await import('../../test/support/faults/rolling.ts');
const { playSameTwice } = await import('../../test/support/faults/same-twice.ts');
const { writeMany } = await import('../../test/support/many-alerts.ts');

const PATIENTS = 50;
const ROUND_SECONDS = 16;

/** A second node beside the clinic's. */
function withTwoNodes(run) {
  return withClinic(async (setting) => {
    const second = await createTestApp({ database: setting.app.database });
    try {
      return await run({ ...setting, nodes: [setting.app, second] });
    } finally {
      await second.close();
    }
  });
}

function playPairs({ times }) {
  return withTwoNodes(async ({ makePatients, ...setting }) => {
    const pairs = times(2_000);
    const [patientIds, fallingIds] = [await makePatients(PATIENTS), await makePatients(times(10))];
    const played = await playSameTwice({ ...setting, patientIds, fallingIds, pairs });
    return [
      told('pairs of one reading, and of one concern, to two nodes at once', `${pairs} each`),
      never('readings that are not one observation', played.observationsUnlikeOne, `${pairs}`),
      never('concerns that are not one alert with one delivery a person', played.alertsUnlikeOne, `${pairs}`),
      never('patients whose fall is not the same, found by the workers', played.fallsUnlikeOne, `${fallingIds.length}`),
    ];
  });
}

function playTwoPeople({ times }) {
  return withTwoNodes(async ({ asOwner, clinicId, crowd, makePatients, nodes }) => {
    const [patientId] = await makePatients(1);
    await writeMany(asOwner, clinicId, patientId, times(500));
    const open = await asOwner(`SELECT id FROM alert WHERE state = 'open' ORDER BY id`);
    const played = await playRaces({ nodes, faces: await crowd(2), alertIds: open.map(({ id }) => id) });
    const of = String(played.races);
    return [
      told('races of two people on two nodes', `${of}, won ${played.won.join(' to ')}`),
      never('without exactly one winner', played.unlikeOneWinner, of),
      never('the other not told by whom', played.notTold, of),
      never('one of the two not in the audit', played.notAudited, of),
    ];
  });
}

async function playRollingRestart({ times }) {
  const database = await freshDatabase();
  try {
    const rounds = times(Math.ceil(60 / ROUND_SECONDS));
    const played = await playRolling({ database, leaveSeconds: 2, everyMs: 20, rounds });
    const failed = Object.values(played.failed).reduce((sum, n) => sum + n, 0);
    return [
      told('restarts, one node after the other, at 50 requests a second', played.restarts),
      never(`requests that failed${failed > 0 ? ` (${JSON.stringify(played.failed)})` : ''}`, failed, played.requests),
      never('nodes that did not end by themselves with 0', played.unclean, played.restarts),
      never('nodes that did not say first that they leave', played.unannounced, played.restarts),
      never('nodes that did not tell their pages', played.untold, played.restarts),
      never(
        'news that the page did not hear afterwards, or lists fetched anew',
        1 - played.pageHeard + played.pageAnew,
      ),
      within('SIGTERM to the end of the process, 2 s of it by choice', played.drainMs, 20_000),
    ];
  } finally {
    await database.drop();
  }
}

export const nodes = [
  {
    fault: 'F17',
    title: 'The same to two nodes at once',
    demand: '1 observation, 1 alert, 1 delivery; the second is answered 200 with the same id.',
    play: playPairs,
  },
  {
    fault: 'F18',
    title: 'Two people do the same at once',
    demand: 'One winner; the other sees who; both audited.',
    play: playTwoPeople,
  },
  {
    fault: 'F23',
    title: 'Nodes are started anew during traffic',
    demand: 'No failed request at 50 a second; drained within 20 s.',
    play: playRollingRestart,
  },
];
