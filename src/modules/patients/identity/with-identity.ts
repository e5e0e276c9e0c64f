import { carryExact } from '../../../platform/json/index.js';
import type { Resource } from '../../record/index.js';

/** Who the person is, as papers say it. */
export interface Identity {
  readonly givenName: string;
  readonly familyName: string;
  /** A civil day. */
  readonly birthDate: string;
  readonly gender: string | null;
}

interface Name {
  readonly use?: string;
  readonly given?: readonly string[];
  readonly family?: string;
}

/** The FHIR Patient with this name, birth day and gender; everything else in it stays as it is. */
export function withIdentity(patient: Resource, identity: Identity): Resource {
  const { gender: _gender, ...rest } = patient as Resource & { gender?: string };
  return carryExact(patient, {
    ...rest,
    name: withName((patient as Resource & { name?: readonly Name[] }).name ?? [], identity),
    ...(identity.gender ? { gender: identity.gender } : {}),
    birthDate: identity.birthDate,
  } as unknown as Resource);
}

/** The name that we use (`readFhirPatient`) is the one that is replaced; a maiden name or a nickname stays. */
function withName(names: readonly Name[], { givenName, familyName }: Identity): readonly object[] {
  const official = names.findIndex(({ use }) => use === 'official');
  const used = Math.max(official, 0);
  const { use, given = [], family } = names[used] ?? {};
  // Several given names that are as they were stay several.
  const isSame = given.join(' ') === givenName && family === familyName;
  const name = isSame ? names[used]! : { ...(use ? { use } : {}), family: familyName, given: [givenName] };
  return [...names.slice(0, used), name, ...names.slice(used + 1)];
}
