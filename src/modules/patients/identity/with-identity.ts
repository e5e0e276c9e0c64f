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

/** A HumanName; what is said of a part (`_family`) goes when the part becomes another one. */
interface Name {
  readonly use?: string;
  readonly text?: string;
  readonly _text?: unknown;
  readonly given?: readonly string[];
  readonly _given?: unknown;
  readonly family?: string;
  readonly _family?: unknown;
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

/** The name that we use (`readFhirPatient`) is the one that is corrected; a maiden name or a nickname stays. */
function withName(names: readonly Name[], identity: Identity): readonly object[] {
  const official = names.findIndex(({ use }) => use === 'official');
  const used = Math.max(official, 0);
  return [...names.slice(0, used), corrected(names[used] ?? {}, identity), ...names.slice(used + 1)];
}

/** Title, period and extensions are of the person, and stay; several given names that are as they were stay several. */
function corrected(name: Name, { givenName, familyName }: Identity): Name {
  const { text: _text, _text: _ofText, given, _given, family, _family, ...kept } = name;
  const isGivenSame = given?.join(' ') === givenName;
  const isFamilySame = family === familyName;
  if (isGivenSame && isFamilySame) return name;
  return {
    ...kept,
    family: familyName,
    ...(isFamilySame && _family ? { _family } : {}),
    given: isGivenSame ? given : [givenName],
    ...(isGivenSame && _given ? { _given } : {}),
  };
}
