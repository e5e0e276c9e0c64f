import type { TestApp } from '../../support/app.js';
import { agree } from '../../support/agree.js';
import { gatherCareCircle } from '../../support/care.js';
import { createClinic, inviteAndAccept, type Person } from '../../support/people.js';
import { registerApp, type SmartApp } from '../../support/smart-app.js';
import { castForAWhile } from './cast-for-a-while.js';
import { castMerged } from './cast-merged.js';
import { castProtected, tryToUnprotect } from './cast-protected.js';
import { type Circle, furnish } from './furnish.js';
import type { Story, Target, Who } from './who.js';
import { anApp, aPerson, aSystem, type Facts, nobody } from './whos.js';

export interface Cast {
  readonly whos: readonly Who[];
  readonly targets: readonly Target[];
}

/** Who reaches more than their own patients is also asked about records that were merged. */
const WIDE: readonly Story[] = ['plain', 'merged'];

/**
 * Two clinics, two patients in each, and everybody who may stand around them, with sessions, apps and tokens. In the
 * first clinic also those who stand there for a while, what is protected, and records that were merged.
 */
export async function gatherCast(app: TestApp): Promise<Cast> {
  const whos: Who[] = [nobody(app)];
  const targets: Target[] = [];
  for (const slug of ['north', 'south']) {
    const { circle, auditor } = await gatherCircle(app, slug);
    const smart = await registerSmartApp(circle);
    const [patient, neighbour] = await furnishBoth(app, circle, slug);
    targets.push(patient, neighbour);
    whos.push(
      ...people(circle, auditor, slug),
      ...(await apps(app, circle, smart, slug)),
      ...(await systems(app, circle, slug)),
    );
    if (slug === 'south') continue;
    const standsIn = await castForAWhile(app, circle, smart);
    whos.push(...standsIn, ...(await castProtected(app, circle, smart)));
    await tryToUnprotect(whos, [patient, neighbour]);
    const merged = await castMerged(app, circle, smart);
    whos.push(...merged.whos);
    targets.push(...merged.targets);
  }
  return { whos, targets };
}

async function gatherCircle(app: TestApp, slug: string): Promise<{ circle: Circle; auditor: Person }> {
  const clinic = await createClinic(app, slug);
  const circle = await gatherCareCircle(app, clinic, `Zephyrine${slug}`, `Querida${slug}`);
  const second = await inviteAndAccept(app, circle.admin, { role: 'clinician', profession: 'psychologist' });
  for (const patientId of [circle.patientId, circle.neighbour.patientId!]) await join(app, circle, patientId, second);
  return {
    circle: { ...circle, second },
    auditor: await inviteAndAccept(app, circle.admin, { role: 'auditor' }),
  };
}

const join = (app: TestApp, { clinicId }: { clinicId: string }, patientId: string, { personId }: Person) =>
  app.database.asOwner('INSERT INTO care_team_member (clinic_id, patient_id, person_id) VALUES ($1, $2, $3)', [
    clinicId,
    patientId,
    personId,
  ]);

const registerSmartApp = ({ admin }: Circle) =>
  registerApp(admin, {
    kind: 'confidential',
    scopes: 'launch/patient patient/*.cruds user/*.cruds user/Patient.rs stepwell/sensitive.r',
  });

/** The one agreed to research, the other to sharing what is protected. */
async function furnishBoth(app: TestApp, circle: Circle, slug: string): Promise<[Target, Target]> {
  const { patientId, neighbour } = circle;
  const besideId = neighbour.patientId!;
  await agree(app, patientId, 'research');
  await agree(app, besideId, 'sensitive-notes');
  const beside = { ...circle, patientId: besideId, patient: neighbour };
  return [
    await furnish(app, circle, {
      name: `${slug}: the patient`,
      story: 'plain',
      familyName: `Zephyrine${slug}`,
      agreedTo: { [patientId]: ['research'] },
    }),
    await furnish(app, beside, {
      name: `${slug}: the neighbour`,
      story: 'plain',
      familyName: `Querida${slug}`,
      agreedTo: { [besideId]: ['sensitive-notes'] },
    }),
  ];
}

function people(circle: Circle, auditor: Person, slug: string): Who[] {
  const { treating, colleague, coordinator, admin, patient, neighbour, caregiver } = circle;
  const everyone = { treating, colleague, coordinator, admin, auditor, patient, neighbour, caregiver };
  return Object.entries(everyone).map(([name, person]) =>
    aPerson(`${slug}: ${name}`, circle.clinicId, person, {
      ...factsOf(circle, person),
      asks: ['coordinator', 'admin', 'auditor'].includes(name) ? WIDE : ['plain'],
    }),
  );
}

function factsOf({ patientId, neighbour, treating }: Circle, person: Person): Facts {
  return {
    patientId: person.patientId,
    teamOf: person === treating ? [patientId, neighbour.patientId!] : [],
    // As an invitation of a caregiver grants it.
    granted: person.role === 'caregiver' ? { [patientId]: ['trends', 'visits'] } : {},
  };
}

function apps(app: TestApp, circle: Circle, smart: SmartApp, slug: string): Promise<Who[]> {
  const her = circle.patientId;
  const asked: [string, Person, string, string?][] = [
    ['treating, all scopes', circle.treating, 'user/*.cruds'],
    ['treating, patients only', circle.treating, 'user/Patient.rs'],
    ['colleague, all scopes', circle.colleague, 'user/*.cruds'],
    ['coordinator, about the patient', circle.coordinator, 'launch/patient patient/*.cruds', her],
    ['patient, own data', circle.patient, 'launch/patient patient/*.cruds', her],
    ['caregiver, all scopes', circle.caregiver, 'user/*.cruds'],
    ['caregiver, about the patient', circle.caregiver, 'launch/patient patient/*.cruds', her],
  ];
  return inTurn(asked, ([name, person, scopes, about]) => {
    const who = aPerson(name, circle.clinicId, person, factsOf(circle, person));
    return anApp(app, smart, `${slug}, an app of ${name}`, [who, person], scopes, about);
  });
}

function systems(app: TestApp, { clinicId }: Circle, slug: string): Promise<Who[]> {
  const asked = [
    ['system/*.cruds', null, WIDE],
    ['system/Observation.rs', null, ['plain']],
    ['system/Patient.r', null, ['plain']],
    ['system/*.cruds', 'research', WIDE],
  ] as const;
  return inTurn(asked, ([scopes, sharesFor, asks]) => {
    const name = `${slug}, ${scopes}${sharesFor ? ` for ${sharesFor}` : ''}`;
    return aSystem(app, name, clinicId, scopes, { sharesFor, asks });
  });
}

/** One after the other: signing in is limited by address. */
async function inTurn<Item, Made>(items: readonly Item[], make: (item: Item) => Promise<Made>): Promise<Made[]> {
  const made: Made[] = [];
  for (const item of items) made.push(await make(item));
  return made;
}
