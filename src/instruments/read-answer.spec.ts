import { describe, expect, it } from '@jest/globals';
import {
  type Answered,
  type AnswerScore,
  asksForRedFlag,
  readAnswer,
  readComponentTotals,
  RED_FLAG_ITEMS,
} from './index.js';

const [item9] = RED_FLAG_ITEMS;
const LOINC = 'http://loinc.org';
const ASKED = { coding: [{ system: LOINC, code: '44260-8' }] };
const read = (resource: Answered) => readAnswer(item9!, resource);
const coded = (...coding: object[]): Answered => ({ code: ASKED, valueCodeableConcept: { coding } });
const weighs = (url: string, valueDecimal: number) => ({
  extension: [{ url: `http://hl7.org/fhir/StructureDefinition/${url}`, valueDecimal }],
});

describe('the question about thoughts of self-harm', () => {
  it.each<[string, object, boolean]>([
    ['its code', ASKED, true],
    ['its code behind one of their own', { coding: [{ system: 'urn:local', code: 'phq9-9' }, ...ASKED.coding] }, true],
    ['its code by the OID of LOINC', { coding: [{ system: 'urn:oid:2.16.840.1.113883.6.1', code: '44260-8' }] }, true],
    ['its code of nobody', { coding: [{ code: '44260-8' }] }, true],
    ['its code of another system', { coding: [{ system: 'urn:other', code: '44260-8' }] }, false],
    ['the total', { coding: [{ system: LOINC, code: '44261-6' }] }, false],
    ['its words alone', { text: 'Thoughts that you would be better off dead' }, true],
    ['its words at a code of their own', { coding: [{ code: 'q9', display: 'Better off dead …' }] }, true],
    ['nothing', {}, false],
  ])('is known by %s', (_name, code, known) => {
    expect(asksForRedFlag(code)).toBe(known);
  });
});

describe('an answer to it', () => {
  it.each<[string, Answered, AnswerScore | null]>([
    ['a number', { code: ASKED, valueInteger: 2 }, 2],
    ['a quantity', { code: ASKED, valueQuantity: { value: 1 } }, 1],
    ['zero', { code: ASKED, valueInteger: 0 }, 0],
    ['a number off the scale', { code: ASKED, valueInteger: 4 }, 'unreadable'],
    ['a half', { code: ASKED, valueQuantity: { value: 0.5 } }, 'unreadable'],
    ['a code of the list', coded({ system: LOINC, code: 'LA6569-3' }), 1],
    ['a code of the list among others', coded({ code: 'x' }, { code: 'LA6571-9' }), 3],
    ['"not at all" beside a code of their own', coded({ code: 'x' }, { code: 'LA6568-5' }), 0],
    ['a code of another list', coded({ code: 'LA33-6' }), 'unreadable'],
    ['another list with ordinalValue', coded({ code: 'b', ...weighs('ordinalValue', 2) }), 2],
    ['another list with itemWeight', coded({ code: 'b', ...weighs('itemWeight', 0) }), 0],
    ['a weight of the whole', { code: ASKED, valueCodeableConcept: weighs('ordinalValue', 3) }, 3],
    ['a weight off the scale', coded({ code: 'b', ...weighs('ordinalValue', 7) }), 'unreadable'],
    ['words in the concept', { code: ASKED, valueCodeableConcept: { text: 'Several days' } }, 1],
    ['words at the code', coded({ code: 'b', display: 'Nearly every day.' }), 3],
    ['words', { code: ASKED, valueString: ' more than  half the days' }, 2],
    ['a number in words', { code: ASKED, valueString: '0' }, 0],
    ['a number with its words', { code: ASKED, valueString: '2 - More than half the days' }, 2],
    ['days, not a score', { code: ASKED, valueString: '0 or 2 days' }, 'unreadable'],
    ['other words', { code: ASKED, valueString: 'sometimes' }, 'unreadable'],
    ['no value', { code: ASKED }, 'unreadable'],
    ['declined', { code: ASKED, dataAbsentReason: { text: 'asked, declined' } }, null],
    ['another question', { code: { text: 'Trouble sleeping' }, valueInteger: 3 }, null],
    ['a part of a form', { code: { text: 'PHQ-9' }, component: [{ code: {}, valueInteger: 3 }, { code: ASKED, valueInteger: 1 }] }, 1], // prettier-ignore
    ['a part that cannot be read', { component: [{ code: ASKED, valueString: '?' }, { code: ASKED, valueInteger: 0 }] }, 'unreadable'], // prettier-ignore
    ['a code that contradicts the words', { code: ASKED, valueCodeableConcept: { coding: [{ code: 'LA6568-5' }], text: 'Several days' } }, 1], // prettier-ignore
  ])('is read from %s', (_name, resource, score) => {
    expect(read(resource)).toBe(score);
  });
});

it('a form gives its totals, and nothing that is no total or no possible value', () => {
  const part = (code: string, more: object) => ({ code: { coding: [{ system: LOINC, code }] }, ...more });
  expect(
    readComponentTotals([
      part('44260-8', { valueInteger: 2 }),
      part('44261-6', { valueQuantity: { value: 14, code: '{score}' } }),
      part('70274-6', { valueInteger: 22 }),
      part('72514-3', { valueInteger: 5 }),
      part('8867-4', { valueQuantity: { value: 60, code: '/min' } }),
    ]),
  ).toEqual([{ metric: 'phq9Score', value: 14 }]);
});
