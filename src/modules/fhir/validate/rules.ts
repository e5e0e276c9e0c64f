/**
 * Rules beyond structure: those invariants of FHIR R4 that keep nonsense out of a patient's record, and our own limits.
 * The generator calls each function at the end of the type of that name (scripts/generate-fhir.mjs reads the names here),
 * and with as many keys of the type's choices ('' for none) as the function has parameters.
 */
import { dateTimeEndMs, dateTimeMs, precisionOf } from '../../../metrics/index.js';
import { isObject } from './complex.js';
import type { Findings, Json } from './findings.js';

const MAX_REFERENCE = 1024;
const MAX_CONTAINED = 100;
/** A day without an offset may be this much earlier or later than in UTC. */
const ZONE_SLACK_MS = 14 * 3_600_000;

export function Period(o: Json, out: Findings): void {
  const { start, end } = o;
  if (typeof start !== 'string' || typeof end !== 'string') return;
  // The usual case, without reading the times: the same form in UTC sorts as text.
  if (start.length === end.length && start.endsWith('Z') && end.endsWith('Z') && start <= end) return;
  const mixed = (precisionOf(start) === 'time') !== (precisionOf(end) === 'time');
  if (dateTimeEndMs(end) <= dateTimeMs(start) - (mixed ? ZONE_SLACK_MS : 0)) {
    out.add('invariant', 'end', 'end must not lie before start');
  }
}

export function Extension(o: Json, out: Findings, value: string): void {
  if ((value !== '') === (o.extension !== undefined)) {
    out.add('invariant', '', 'an extension must have either a value or extensions of its own');
  }
}

export function Quantity(o: Json, out: Findings): void {
  if (o.code !== undefined && o.system === undefined) out.add('invariant', 'system', 'a unit code needs its system');
}

/** Of different units nobody here knows which is more. */
export function Range({ low, high }: Json, out: Findings): void {
  if (!isObject(low) || !isObject(high) || low.code !== high.code || low.unit !== high.unit) return;
  if (Number(low.value) > Number(high.value)) out.add('invariant', 'high', 'high must not be less than low');
}

export function Ratio({ numerator, denominator }: Json, out: Findings): void {
  if ((numerator === undefined) === (denominator === undefined)) return;
  const missing = numerator === undefined ? 'numerator' : 'denominator';
  out.add('invariant', missing, 'a ratio needs both its numerator and its denominator');
}

export function Reference(o: Json, out: Findings): void {
  const { reference } = o;
  if (typeof reference !== 'string') return;
  const scheme = reference.includes(':')
    ? /^([A-Za-z][A-Za-z0-9+.-]*):/.exec(reference)?.[1]?.toLowerCase()
    : undefined;
  if (reference.length > MAX_REFERENCE) {
    out.add('value', 'reference', `reference must not be longer than ${MAX_REFERENCE} characters`);
  } else if (scheme !== undefined && !['http', 'https', 'urn', 'mailto', 'tel', 'ftp', 'mllp'].includes(scheme)) {
    out.add(
      'value',
      'reference',
      'reference must look like Patient/<id>, #<id>, urn:uuid:<uuid> or an http(s) address',
    );
  }
}

export function ContactPoint(o: Json, out: Findings): void {
  if (o.value !== undefined && o.system === undefined && o._system === undefined) {
    out.add('invariant', 'system', 'a contact value needs a system: phone, fax, email, pager, url, sms or other');
  }
}

export function Attachment(o: Json, out: Findings): void {
  if (o.data !== undefined && o.contentType === undefined && o._contentType === undefined) {
    out.add('invariant', 'contentType', 'an attachment with data needs its contentType');
  }
}

export function Observation_referenceRange(o: Json, out: Findings): void {
  if (o.low === undefined && o.high === undefined && o.text === undefined) {
    out.add('invariant', '', 'a reference range needs low, high or text');
  }
}

export function Observation(o: Json, out: Findings, _effective: string, value: string): void {
  contained(o, out);
  if (value === '' || o[value] === undefined) return;
  if (o.dataAbsentReason !== undefined) {
    out.add('invariant', 'dataAbsentReason', `dataAbsentReason must be left out when ${value} is given`);
  }
  if (Array.isArray(o.component)) {
    const own = codingsOf(o.code);
    const same = o.component.some((c) => isObject(c) && codingsOf(c.code).some((coding) => own.includes(coding)));
    if (same) out.add('invariant', value, `${value} must be left out when a component has the same code`);
  }
}

function codingsOf(concept: unknown): string[] {
  if (!isObject(concept) || !Array.isArray(concept.coding)) return [];
  return concept.coding.filter(isObject).map((c) => `${String(c.system)}|${String(c.code)}`);
}

export function Patient_contact(o: Json, out: Findings): void {
  const { name, telecom, address, organization } = o;
  if (!name && !telecom && !address && !organization) {
    out.add('invariant', '', 'a contact needs a name, telecom, address or organization');
  }
}

export function QuestionnaireResponse_item(o: Json, out: Findings): void {
  if (o.item !== undefined && o.answer !== undefined) {
    out.add('invariant', '', 'an item has either answers (items inside them) or items, not both');
  }
}

export function Bundle_entry(o: Json, out: Findings): void {
  if (o.resource === undefined && o.request === undefined && o.response === undefined) {
    out.add('invariant', '', 'an entry needs a resource, a request or a response');
  }
}

/** Contained resources hold no others (dom-2) and stay few. */
function contained(o: Json, out: Findings): void {
  if (!Array.isArray(o.contained)) return;
  o.contained.forEach((inner, i) => {
    if (isObject(inner) && inner.contained !== undefined) {
      out.add('invariant', `contained[${i}].contained`, 'a contained resource must not contain others');
    }
  });
  if (o.contained.length > MAX_CONTAINED) {
    out.add('too-costly', 'contained', `at most ${MAX_CONTAINED} resources may be contained`);
  }
}

export const Patient = contained;

export const QuestionnaireResponse = contained;

export function Consent(o: Json, out: Findings): void {
  contained(o, out);
  if (o.policy === undefined && o.policyRule === undefined) {
    out.add('invariant', 'policyRule', 'a consent needs a policy or a policyRule');
  }
}

export const MedicationStatement = contained;

export const Procedure = contained;

export const DocumentReference = contained;
