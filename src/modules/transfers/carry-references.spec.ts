import { expect, it } from '@jest/globals';
import type { NewObservation } from '../observations/index.js';
import { carryReferences, findReferred } from './carry-references.js';

const [OLD, NEW, LOST] = ['0190f6a1-0000-8000-8000-00000000000a', 'new-id', '0190f6a1-0000-8000-8000-00000000000b'];
const [WAS, IS] = ['11111111-1111-4111-8111-111111111111', '22222222-2222-4222-8222-222222222222'];
const of = (remainder: string | null) => ({ patientId: IS, remainder }) as NewObservation;
const names = { readings: new Map([[OLD, NEW]]), patientIds: [WAS], publicUrl: 'https://here' };
const carried = (remainder: string) => carryReferences(of(remainder), names).remainder;

it.each([
  [
    'a reading',
    `{"derivedFrom":[{"reference":"Observation/${OLD}"}]}`,
    `{"derivedFrom":[{"reference":"Observation/${NEW}"}]}`,
  ],
  [
    'a version, in capitals, deep inside',
    `{"extension":[{"url":"u","valueReference":{"reference":"Observation/${OLD.toUpperCase()}/_history/3"}}]}`,
    `{"extension":[{"url":"u","valueReference":{"reference":"Observation/${NEW}"}}]}`,
  ],
  [
    'one that does not come along',
    `{"hasMember":[{"reference":"Observation/${LOST}"},{"reference":"Observation/${LOST}","display":"Walk","identifier":{"value":"1"}}]}`,
    '{"hasMember":[{"type":"Observation","display":"An observation that is not part of this transfer"},{"display":"Walk","identifier":{"value":"1"},"type":"Observation"}]}',
  ],
  [
    'a reading by its whole address, and one somewhere else',
    `{"derivedFrom":[{"reference":"https://here/fhir/Observation/${OLD}"},{"reference":"https://there/fhir/Observation/${OLD}"}]}`,
    `{"derivedFrom":[{"reference":"Observation/${NEW}"},{"reference":"https://there/fhir/Observation/${OLD}"}]}`,
  ],
  [
    'somebody else',
    `{"focus":[{"reference":"Patient/${LOST}"}]}`,
    '{"focus":[{"type":"Patient","display":"Somebody who is not part of this transfer"}]}',
  ],
  ['the patient', `{"performer":[{"reference":"Patient/${WAS}"}]}`, `{"performer":[{"reference":"Patient/${IS}"}]}`],
  [
    'digits beside it',
    `{"component":[{"valueQuantity":{"value":1.50}}],"derivedFrom":[{"reference":"Observation/${OLD}"}]}`,
    `{"component":[{"valueQuantity":{"value":1.50}}],"derivedFrom":[{"reference":"Observation/${NEW}"}]}`,
  ],
])('%s', (_name, remainder, expected) => {
  expect(carried(remainder)).toBe(expected);
});

it('leaves all else as it is', () => {
  for (const remainder of [
    null,
    '{"note":[{"text":"a"}]}',
    '{"derivedFrom":[{"reference":"QuestionnaireResponse/1"},{"reference":"urn:uuid:1"}]}',
    `{"note":[{"text":"\\"reference\\":\\"Observation/${OLD}\\""}]}`,
  ]) {
    const observation = of(remainder);
    expect(carryReferences(observation, names)).toBe(observation);
    expect(findReferred([observation], names.publicUrl)).toEqual(new Set());
  }
});
