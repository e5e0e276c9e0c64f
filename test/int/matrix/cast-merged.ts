import { agree } from '../../support/agree.js';
import type { TestApp } from '../../support/app.js';
import { answerConsent } from '../../support/consents.js';
import { decideMerge, mergeRecords } from '../../support/merges.js';
import { inviteAndAccept, ok, type Person, registerPatient } from '../../support/people.js';
import type { SmartApp } from '../../support/smart-app.js';
import { breakGlass } from './cast-for-a-while.js';
import { type Circle, furnish } from './furnish.js';
import type { Target, Who } from './who.js';
import { anApp, aPerson, type Facts } from './whos.js';

interface Pair {
  readonly survivorId: string;
  readonly duplicateId: string;
  readonly survivor: Target;
  readonly duplicate: Target;
  /** The account of the duplicate. */
  readonly account: Person;
  /** That was the survivor's once, and is no longer. */
  readonly formerAccount: Person;
}

/** Who looks after which record before they are merged: the one that stays, the one that goes. */
interface Carers {
  readonly keeper: Person;
  readonly other: Person;
}

const merged = (facts: Facts): Facts => ({ ...facts, asks: ['merged'] });

/**
 * Two pairs of records of one person each. The one pair is merged; the other was, and has parted again. What was ended or
 * refused while they were one stays so, under every id.
 */
export async function castMerged(
  app: TestApp,
  circle: Circle,
  smart: SmartApp,
): Promise<{ whos: Who[]; targets: Target[] }> {
  const newcomer = () => inviteAndAccept(app, circle.admin, { role: 'clinician' });
  const carers = { keeper: await newcomer(), other: await newcomer() };
  const former = await newcomer();
  const { clinicId, coordinator, second } = circle;
  const launch = 'launch/patient patient/*.cruds';
  const atTheDesk = [aPerson('coordinator', clinicId, coordinator, merged({})), coordinator] as const;
  /** `today`: the id of the record it is about in the end. */
  const anAppAbout = async (patientId: string, today: string, name: string): Promise<Who> => ({
    ...(await anApp(app, smart, `north, an app about ${name}`, atTheDesk, launch, patientId)),
    inPatient: today,
  });

  const one = await aPair(app, circle, carers, 'merged', [former]);
  const apart = await aPair(app, circle, carers, 'parted', []);
  const appOfOne = await anAppAbout(one.duplicateId, one.survivorId, 'a record that was merged');
  const appOfApart = await anAppAbout(apart.duplicateId, apart.duplicateId, 'a record that was merged and parted');
  const [follower, ended, endedMeanwhile] = [
    await follow(app, circle, one.duplicateId),
    await follow(app, circle, one.duplicateId),
    await follow(app, circle, apart.duplicateId),
  ];

  await merge(circle, one);
  const mergeId = await merge(circle, apart);
  const glass = await newcomer();
  await breakGlass(glass, one.duplicateId, 'emergency');
  await setTeam(circle, one.survivorId, [carers.keeper, carers.other, second]);
  await endFollower(one, ended);
  await endFollower(apart, endedMeanwhile);
  for (const { account, survivorId } of [one, apart]) await answerConsent(account, survivorId, 'research', 'withdrawn');
  await decideMerge(circle, mergeId, 'undo').expect(ok);

  const both = [one.survivorId, one.duplicateId];
  const who = (name: string, person: Person, facts: Facts = {}) =>
    aPerson(`north: ${name}`, clinicId, person, merged(facts));
  const granted = ['trends', 'visits'];
  return {
    targets: [one.survivor, { ...one.duplicate, livingId: one.survivorId }, apart.survivor, apart.duplicate],
    whos: [
      who('carer of the records that stay', carers.keeper, { teamOf: [one.survivorId, apart.survivorId] }),
      who('carer of the records that go', carers.other, { teamOf: [...both, apart.duplicateId] }),
      who('carer of the record that went, taken off the team since', former),
      who('carer of all, who wrote of substance use', second, {
        teamOf: [...both, apart.survivorId, apart.duplicateId],
      }),
      who('under a glass broken on the record that went', glass, {
        glasses: [{ patientId: one.survivorId, kind: 'emergency' }],
      }),
      who('patient of the record that went', one.account, { patientId: one.survivorId }),
      who('patient of the record that went and parted', apart.account, { patientId: apart.duplicateId }),
      who('account that was taken off the record that stays', one.formerAccount),
      who('caregiver of the record that went', follower, {
        granted: { [one.survivorId]: granted, [one.duplicateId]: granted },
      }),
      who('caregiver whom the patient has ended since the merge', ended),
      who('caregiver whom the patient ended between merge and parting', endedMeanwhile),
      appOfOne,
      appOfApart,
    ],
  };
}

/** Two records of one person, with everything; each has had an account, and the one that stays has none any more. */
async function aPair(
  app: TestApp,
  circle: Circle,
  { keeper, other }: Carers,
  story: 'merged' | 'parted',
  more: readonly Person[],
): Promise<Pair> {
  const { second, coordinator } = circle;
  const register = (familyName: string, team: readonly Person[]) =>
    registerPatient(coordinator, { familyName, careTeam: team.map(({ personId }) => personId) });
  const survivorId = await register(`Yolande${story}`, [keeper, second]);
  const duplicateId = await register(`Xaverine${story}`, [other, second, ...more]);
  const accounts = {
    [survivorId]: await inviteAndAccept(app, coordinator, { role: 'patient', patientId: survivorId }),
    [duplicateId]: await inviteAndAccept(app, coordinator, { role: 'patient', patientId: duplicateId }),
  };
  // What the one says of protected notes, the other refuses: together that is a No.
  await agree(app, survivorId, 'research', 'sensitive-notes', 'share-caregiver');
  await agree(app, duplicateId, 'research');
  if (story === 'merged') await answerConsent(accounts[duplicateId]!, duplicateId, 'sensitive-notes', 'declined');
  const furnishOne = (patientId: string, treating: Person, familyName: string, name: string) =>
    furnish(
      app,
      { ...circle, patientId, treating, patient: accounts[patientId]! },
      // Research was withdrawn for both while they were one.
      { name: `north: ${name}`, story: 'merged', familyName, agreedTo: {} },
    );
  const survivor = await furnishOne(survivorId, keeper, `Yolande${story}`, `${story}, the record that stayed`);
  const duplicate = await furnishOne(duplicateId, other, `Xaverine${story}`, `${story}, the record that went`);
  await app.database.asOwner('UPDATE patient SET person_id = NULL WHERE id = $1', [survivorId]);
  return {
    survivorId,
    duplicateId,
    survivor: story === 'parted' ? { ...survivor, agreedTo: { [survivorId]: ['sensitive-notes'] } } : survivor,
    duplicate,
    account: accounts[duplicateId]!,
    formerAccount: accounts[survivorId]!,
  };
}

const merge = (circle: Circle, { survivorId, duplicateId }: Pair): Promise<string> =>
  mergeRecords(circle, { survivorId, duplicateId });

const follow = (app: TestApp, { coordinator }: Circle, patientId: string): Promise<Person> =>
  inviteAndAccept(app, coordinator, { role: 'caregiver', patientId });

const endFollower = ({ account, survivorId }: Pair, { personId }: Person) =>
  account.agent.post(`/api/v1/patients/${survivorId}/followers/${personId}/end`).send({}).expect(ok);

const setTeam = ({ coordinator }: Circle, patientId: string, team: readonly Person[]) =>
  coordinator.agent
    .put(`/api/v1/patients/${patientId}/care-team`)
    .send({ personIds: team.map(({ personId }) => personId), contactPersonId: null })
    .expect(ok);
