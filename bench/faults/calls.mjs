import { exactly, never, quantile, told, within } from './figures.mjs';
import { withClinic } from './setting.mjs';

const { chainOf } = await import('../../src/modules/escalation/escalation.testkit.ts');
const { createTestApp } = await import('../../test/support/app.ts');
const { gatherCareCircle } = await import('../../test/support/care.ts');
const { playCallKilled } = await import('../../test/support/faults/call-killed.ts');
const { DESK, playNobody } = await import('../../test/support/faults/nobody.ts');
const { playPoison } = await import('../../test/support/faults/poison.ts');
const { playSilence } = await import('../../test/support/faults/silence.ts');
const { createClinic } = await import('../../test/support/people.ts');
const { openSmtpSink } = await import('../../test/support/smtp-sink.ts');
const { until } = await import('../../test/support/until.ts');

/** A node that sends its mails to a sink, and nothing else. */
async function withMails(run) {
  const sink = await openSmtpSink();
  const app = await createTestApp({ env: { SMTP_URL: sink.url } });
  try {
    return await run({ app, sink });
  } finally {
    await app.close();
    await sink.close();
  }
}

async function playKilled({ times, say }) {
  return withMails(async ({ app, sink }) => {
    const circle = await gatherCareCircle(app, await createClinic(app, 'killed'), 'Survivor');
    const played = await playCallKilled({ app, chain: chainOf(app, circle), sink, rounds: times(20), say });
    return [
      told('kill -9 of the node that holds the row', `${played.rounds} times`),
      never('calls that nobody would have made any more', played.swallowed),
      never('steps with more or fewer notices than one', played.noticesUnlikeOne, `${played.rounds} rounds`),
      never('steps with more or fewer mails than one', played.mailsUnlikeOne, `${played.rounds} rounds`),
      within('the same call by the other node, from the free row', played.takenOverMs, 5_000),
      within('the next call, after its deadline', played.nextLateMs, 5_000),
    ];
  });
}

/** What good calls wait for beside poison, and what they wait for without. */
async function playPoisoned({ times }) {
  return withMails(async ({ app }) => {
    const circle = await gatherCareCircle(app, await createClinic(app, 'poison'), 'Poison');
    const chain = chainOf(app, circle);
    const setting = {
      app,
      clinicId: circle.clinicId,
      chain,
      patientIds: [circle.patientId, circle.neighbour.patientId],
    };
    const clean = await playPoison({ ...setting, good: times(500), poisoned: 0, everyMs: 25 });
    const played = await playPoison({ ...setting, good: times(1_500), poisoned: 5, everyMs: 25 });
    await chain.audit();
    const faults = await app.database.asOwner(
      `SELECT (sentence->'facts'->>'deadSteps')::int AS dead FROM alert WHERE kind = 'chain-fault' AND state <> 'resolved'`,
    );
    const [slower] = [0.99].map((share) => quantile(played.lateMs, share) - quantile(clean.lateMs, share));
    return [
      told('rows that nobody can read, among good ones', `${played.poisoned} among ${played.good}`),
      never('good calls that were not made', clean.notCalled + played.notCalled, `${clean.good + played.good}`),
      never('poisoned ones not given up after 8 tries, or nobody called next', played.notGivenUp, `${played.poisoned}`),
      exactly('technical alerts', faults.length, 1),
      exactly('steps that it counts', faults[0]?.dead ?? 0, played.poisoned),
      told('good calls after their deadline, without poison', `p50 ${late(clean, 0.5)}, p99 ${late(clean, 0.99)}`),
      told('the same beside poison', `p50 ${late(played, 0.5)}, p99 ${late(played, 0.99)}`),
      within('what poison adds to the p99', [Math.max(0, slower)], 1_000),
    ];
  });
}
const late = ({ lateMs }, share) => `${Math.round(quantile(lateMs, share))} ms`;

function playVendor({ times }) {
  return withClinic(async ({ makePatients, ...setting }) => {
    const patientIds = await makePatients(times(1_000));
    const silent = Math.floor(patientIds.length * 0.31);
    const played = await playSilence({ ...setting, patientIds, silent, alone: await makePatients(20) });
    return [
      told('patients of a vendor, of them silent', `${played.patients}, ${played.silent}`),
      never('alerts while all is well', played.before),
      exactly('alerts of the clinic, after three looks', played.alerts, 1),
      exactly('silent patients that it counts', played.told, played.silent),
      never('alerts of patients', played.ofPatients),
      never('alerts left when it delivers again', played.after),
      told('one look', `${Math.round(played.lookMs)} ms`),
    ];
  });
}

const NOBODY = ['switched-off', 'away', 'gone'].flatMap((team) =>
  [true, false].flatMap((fallback) =>
    [true, false].flatMap((patientHasAccount) =>
      ['112', null].map((emergencyNumber) => ({ team, fallback, patientHasAccount, emergencyNumber })),
    ),
  ),
);

function playSilentClinics({ times, say }) {
  return withMails(async ({ app, sink }) => {
    const unlike = [];
    let [desk, withFallback] = [0, 0];
    const clinics = Array.from({ length: times(NOBODY.length) }, (_, n) => NOBODY[n % NOBODY.length]);
    for (const [n, silent] of clinics.entries()) {
      const circle = await gatherCareCircle(app, await createClinic(app, `nobody-${n}`), 'Alone');
      const played = await playNobody({ app, chain: chainOf(app, circle), circle }, silent);
      if (played.unlike.length > 0) say(`${JSON.stringify(silent)}: ${played.unlike.join('; ')}`);
      unlike.push(...played.unlike.slice(0, 1));
      if (silent.fallback) withFallback++;
    }
    const countDesk = () => sink.mails.filter((mail) => mail.includes(DESK)).length;
    await until('the fallbacks are told', () => countDesk() >= withFallback).catch(() => undefined);
    desk = countDesk();
    return [
      told('clinics in which nobody can be reached', `${clinics.length}, ${NOBODY.length} ways`),
      never('chains that are not written down to their end', unlike.length, `${clinics.length}`),
      exactly('mails to a fallback', desk, withFallback),
    ];
  });
}

export const calls = [
  {
    fault: 'F2',
    title: 'A node is killed in the middle of a call',
    demand: 'The other goes on from the row; the next step is called once, at most 5 s after its deadline.',
    play: playKilled,
  },
  {
    fault: 'F22',
    title: 'A row that nobody can read',
    demand: 'Given up after 8 tries, one technical alert, neighbours at most 1 s later.',
    play: playPoisoned,
  },
  {
    fault: 'F27',
    title: 'A vendor delivers nothing',
    demand: 'More than 30 % of its patients silent: one alert of the clinic, none of patients.',
    play: playVendor,
  },
  {
    fault: 'F30',
    title: 'Nobody can be reached',
    demand: 'The fallback, then the patient; each written down.',
    play: playSilentClinics,
  },
];
