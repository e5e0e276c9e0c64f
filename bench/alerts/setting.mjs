import { readFileSync } from 'node:fs';
import '../../scripts/typescript.mjs';
import { cpuMs } from './cpu.mjs';
import { fallingWeek, ordinaryWeeks } from './readings.mjs';

const { DurableNode } = await import('../../test/support/ledger/durable-node.ts');
const { childrenOf, commandOf } = await import('../../test/support/processes.ts');
const { makeCrowd } = await import('../../test/support/crowd.ts');

const TEAM = 6;
const DRAIN_EVERY_MS = 200;

/**
 * One node with its own PostgreSQL and one clinic: a crowd of clinicians, patients who are each good for one alert, and
 * others whose phones push.
 *
 * @param concerned - 'all': everybody hears of every alert, as in a clinic of coordinators; 'team': six do
 */
export async function openSetting({ clinicians, alerts, others, concerned }) {
  const node = await DurableNode.open();
  const asOwner = (sql, values) => node.inDatabase(sql, values);
  const [{ id: clinicId }] = await asOwner('SELECT clinic_id AS id FROM clinic');
  const [painter] = await makeCrowd(asOwner, clinicId, 1, 'coordinator');
  const crowd = await makeCrowd(asOwner, clinicId, clinicians, concerned === 'all' ? 'coordinator' : 'clinician');
  const patients = await makePatients('Bench', alerts);
  if (concerned === 'team') await formTeams();
  const pushing = await makePatients('Other', others);
  for (const patient of patients) await post(ordinaryWeeks(patient));
  await drained();
  let next = 0;

  async function makePatients(family, count) {
    const made = [];
    while (made.length < count) made.push(await node.makePatient(`${family}${made.length}`));
    return made;
  }

  /** The first of the crowd look after everybody: whoever is open, they are among them. */
  function formTeams() {
    return asOwner(
      `INSERT INTO care_team_member (clinic_id, patient_id, person_id)
       SELECT $1, patient_id, person_id FROM unnest($2::uuid[]) AS patient_id, unnest($3::uuid[]) AS person_id`,
      [clinicId, patients, crowd.slice(0, TEAM).map(({ personId }) => personId)],
    );
  }

  async function post(bundle) {
    const { status, body } = await node.send('POST', '/fhir', JSON.stringify(bundle));
    if (status !== 200) throw new Error(`POST: ${status} ${JSON.stringify(body).slice(0, 300)}`);
  }

  async function drained() {
    do await new Promise((resolve) => setTimeout(resolve, DRAIN_EVERY_MS));
    while (!(await node.isDrained()));
  }

  return {
    node,
    painter,
    crowd,
    pushing,
    drained,
    hearsOf: (open) => (concerned === 'all' ? open : Math.min(TEAM, open)),
    /** The next patient has a bad week. */
    causeAlert: () => post(fallingWeek(patients[next++])),
    /** Processor time used until now, in milliseconds. */
    cpu: () => ({
      node: cpuMs(childrenOf(node.node.pid).find((pid) => commandOf(pid).includes('cli.js'))),
      postgres: cpuMs(Number(readFileSync(`${node.databaseFolder}/postmaster.pid`, 'utf8').split('\n')[0])),
    }),
    close: () => node.close(),
  };
}
