import { carryExact } from '../../../platform/json/index.js';
import type { Resource } from '../../record/index.js';

export interface Contact {
  readonly email: string | null;
  readonly phone: string | null;
  /** BCP 47 */
  readonly language: string | null;
}

interface Telecom {
  readonly system?: string;
}
interface Communication {
  readonly preferred?: boolean;
}

/** The FHIR Patient with these ways of reaching the person; everything else in it stays as it is. */
export function withContact(patient: Resource, { email, phone, language }: Contact): Resource {
  const {
    telecom = [],
    communication = [],
    ...rest
  } = patient as Resource & {
    telecom?: readonly Telecom[];
    communication?: readonly Communication[];
  };
  const ways = [
    ...(phone ? [{ system: 'phone', value: phone }] : []),
    ...(email ? [{ system: 'email', value: email }] : []),
    // The first of each is the one we use; it is the one that is replaced.
    ...withoutFirst(withoutFirst(telecom, 'phone'), 'email'),
  ];
  const spoken = [
    ...(language ? [{ language: { coding: [{ system: 'urn:ietf:bcp:47', code: language }] }, preferred: true }] : []),
    ...communication.filter(({ preferred }) => preferred !== true),
  ];
  return carryExact(patient, {
    ...rest,
    ...(ways.length > 0 ? { telecom: ways } : {}),
    ...(spoken.length > 0 ? { communication: spoken } : {}),
  } as unknown as Resource);
}

function withoutFirst(telecom: readonly Telecom[], system: string): readonly Telecom[] {
  const first = telecom.findIndex((one) => one.system === system);
  return telecom.filter((_, i) => i !== first);
}
