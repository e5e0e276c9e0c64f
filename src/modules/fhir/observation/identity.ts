import { createHash } from 'node:crypto';
import { METRICS } from '../../../metrics/index.js';
import { canonicalText } from '../../../platform/json/index.js';
import type { FhirConcept, FhirObservation, FhirReference } from './fhir-observation.js';
import type { ObservationFacts } from './observation-facts.js';
import type { StoredParts } from './storage-form.js';

/** System of a code that is a text and nothing else. */
const TEXT_CODES = 'urn:stepwell:code-text';
/** What stands in a key is short: an index holds it. */
const LONGEST = 200;

/** The code by which readings are told apart: its coding, or its text where there is none. */
export function codeOf(o: FhirObservation, coding: ObservationFacts['coding']): { system: string; code: string } {
  if (coding.code !== null) return { system: shortKey(coding.system ?? ''), code: shortKey(coding.code) };
  const text = textOf(o.code.text ?? o.code.coding?.find(({ display }) => display !== undefined)?.display);
  return text === '' ? { system: '', code: '' } : { system: TEXT_CODES, code: shortKey(text) };
}

/**
 * What else makes it another reading of the same moment, code and source; '' for nearly all.
 *
 * The site: three pains of one moment are three readings. Not for what a device measures: there the site is where it
 * was worn, and the steps of a person are the same at either wrist. The end that a period leaves open: what is so since
 * then, or was so until then, is in our columns as the moment itself. Outside the catalogue, without an identifier, also
 * what else its code says, what it says in codes, and of whom or what it is: "blood pressure" may be that of an atrium or
 * of an artery, of several answers to one question each is an Observation, and each of two unborn has its weight. And
 * without any time, what it says, unless it has an identifier: sent again it must be the same, whenever it comes. Its
 * status is left out, so that it can be taken back.
 */
export function variantOf(o: FhirObservation, facts: ObservationFacts, parts: StoredParts | null): string {
  const { metric, identifier } = facts;
  const isMeasured = metric !== null && !METRICS[metric].selfReported;
  const site = isMeasured ? '' : siteOf(o.bodySite);
  if (parts === null) {
    const said = metric === null && identifier === null ? shortKey(saidBeside(o, facts.coding)) : '';
    return [openEnd(o.effectivePeriod), site, said].filter((part) => part !== '').join(', ');
  }
  const content = identifier === null ? ` ${contentHash(o, parts)}` : '';
  return `untimed${content}${site === '' ? '' : `, ${site}`}`;
}

function openEnd(period: FhirObservation['effectivePeriod']): '' | 'since' | 'until' {
  if (period?.start !== undefined) return period.end === undefined ? 'since' : '';
  return period?.end === undefined ? '' : 'until';
}

/** All that is said of the site but how its codes are shown: `http://snomed.info/sct|72696002, left`. */
function siteOf(site: FhirConcept | undefined): string {
  if (site === undefined) return '';
  const { coding = [], text, extension } = site;
  const codes = coding.map(({ system = '', code, display }) =>
    code === undefined ? textOf(display) : `${system}|${code}`,
  );
  const more = extension === undefined ? '' : canonicalText(extension);
  return shortKey([...[...new Set(codes)].sort(), textOf(text), more].filter((part) => part !== '').join(', '));
}

/**
 * The codes beside the one that it is kept under, its coded values, and of whom or what it is:
 * `+http://loinc.org|60988-3 =http://loinc.org|LA33-6`.
 */
function saidBeside(o: FhirObservation, kept: ObservationFacts['coding']): string {
  const { code, valueCodeableConcept, component = [], focus, specimen } = o;
  const keptAs = `${kept.system ?? ''}|${kept.code}`;
  const others = kept.code === null ? [] : codesOf(code).filter((other) => other !== keptAs);
  const answers = component.flatMap((one) =>
    one.valueCodeableConcept === undefined ? [] : [`${codesOf(one.code)}=${codesOf(one.valueCodeableConcept)}`],
  );
  const own = valueCodeableConcept === undefined ? [] : [`=${codesOf(valueCodeableConcept)}`];
  const subjects = [
    ...(focus ?? []).map((one) => `@${nameOf(one)}`),
    ...(specimen === undefined ? [] : [`%${nameOf(specimen)}`]),
  ];
  return [...others.map((other) => `+${other}`), ...own, ...answers.sort(), ...subjects].join(' ');
}

/** A server's address has no part in it, nor a name that only the message knows: sent again it is the same. */
function nameOf({ reference, identifier, display }: FhirReference): string {
  const isLasting = reference !== undefined && !/^(urn:uuid:|#)/.test(reference);
  if (isLasting) return /([^/]+\/[^/]+?)(\/_history\/[^/]+)?$/.exec(reference)?.[1] ?? reference;
  if (identifier !== undefined) return `${identifier.system ?? ''}|${identifier.value ?? ''}`;
  return reference === undefined ? textOf(display) : '';
}

/** In no order; of what has no code its text. */
function codesOf({ coding = [], text }: FhirConcept): string[] {
  const codes = coding.flatMap(({ system = '', code }) => (code === undefined ? [] : [`${system}|${code}`]));
  return codes.length > 0 ? [...new Set(codes)].sort() : [textOf(text ?? coding[0]?.display)];
}

const textOf = (text: string | undefined) => (text ?? '').normalize('NFC').trim().replace(/\s+/g, ' ');
const hashOf = (text: string) => createHash('sha256').update(text).digest('base64url');
/** What has an ordinary length stays as it is; of what is longer the beginning, and a hash that tells it from others. */
export const shortKey = (text: string): string =>
  text.length <= LONGEST ? text : `${text.slice(0, 120).toWellFormed()}… ${hashOf(text)}`;

function contentHash({ valueQuantity }: FhirObservation, { skeleton, variable, device }: StoredParts): string {
  const { status: _status, ...rest } = skeleton;
  const said = device === null ? rest : { ...rest, device };
  return hashOf(canonicalText([said, variable, valueQuantity?.value ?? null])).slice(0, 22);
}
