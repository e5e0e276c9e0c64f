import type { Resource } from '../record/index.js';
import { withContact } from './contact/with-contact.js';
import type { NewPatient } from './patients.schema.js';

/** https://hl7.org/fhir/R4/extension-timezone.html: the zone in which this person's days are counted. */
export const TIME_ZONE_EXTENSION = 'http://hl7.org/fhir/StructureDefinition/timezone';

export interface PatientFacts {
  readonly givenName: string;
  readonly familyName: string;
  readonly birthDate: string | null;
  readonly gender: string | null;
  readonly email: string | null;
  readonly phone: string | null;
  /** BCP 47 */
  readonly language: string | null;
  readonly timeZone: string | null;
  readonly identifiers: readonly { system: string; value: string }[];
}

interface FhirPatient {
  readonly name?: readonly { text?: string; family?: string; given?: readonly string[]; use?: string }[];
  readonly birthDate?: string;
  readonly gender?: string;
  readonly telecom?: readonly { system?: string; value?: string }[];
  readonly communication?: readonly {
    preferred?: boolean;
    language?: { coding?: readonly { system?: string; code?: string }[] };
  }[];
  readonly identifier?: readonly { system?: string; value?: string }[];
  readonly extension?: readonly { url: string; valueCode?: string }[];
}

/** The Patient that a registration form describes. */
export function toFhirPatient(patient: NewPatient): Resource {
  const { email = null, phone = null, language = null } = patient;
  const resource = {
    resourceType: 'Patient',
    active: true,
    extension: [{ url: TIME_ZONE_EXTENSION, valueCode: patient.timeZone }],
    name: [{ family: patient.familyName, given: [patient.givenName] }],
    ...(patient.gender ? { gender: patient.gender } : {}),
    birthDate: patient.birthDate,
  };
  return withContact(resource, { email, phone, language });
}

/** What we need to know of a (valid) FHIR Patient. A name without parts stays whole as the family name. */
export function readFhirPatient(resource: object): PatientFacts {
  const patient = resource as FhirPatient;
  const name = patient.name?.find((n) => n.use === 'official') ?? patient.name?.[0];
  const birthDate = patient.birthDate ?? null;
  const spoken = patient.communication?.find((c) => c.preferred) ?? patient.communication?.[0];
  return {
    givenName: name?.given?.join(' ') ?? '',
    familyName: name?.family ?? name?.text ?? 'Unnamed',
    birthDate: birthDate?.length === 10 ? birthDate : null,
    gender: patient.gender ?? null,
    email: patient.telecom?.find((t) => t.system === 'email')?.value?.toLowerCase() ?? null,
    phone: patient.telecom?.find((t) => t.system === 'phone')?.value ?? null,
    language: spoken?.language?.coding?.find((c) => c.system === 'urn:ietf:bcp:47')?.code ?? null,
    timeZone: patient.extension?.find((e) => e.url === TIME_ZONE_EXTENSION)?.valueCode ?? null,
    identifiers: (patient.identifier ?? []).flatMap((i) =>
      i.value ? [{ system: i.system ?? '', value: i.value }] : [],
    ),
  };
}
