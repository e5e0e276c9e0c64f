import { describe, expect, it } from '@jest/globals';
import { RED_FLAG_ITEMS } from '../../../instruments/index.js';
import { responseIdOf } from './read-answer.js';
import { collectAnswers } from './store-answers.js';

const [item9] = RED_FLAG_ITEMS;
const LOINC = 'http://loinc.org';
const ITEM = { coding: [{ system: LOINC, code: '44260-8' }] };
const FORM = { coding: [{ system: LOINC, code: '44249-1' }] };

interface Given {
  readonly code?: object;
  readonly status?: string;
  readonly value?: string | null;
  readonly more?: object;
  readonly at?: number;
}
const row = ({ code = ITEM, status = 'final', value = null, more, at = 1000 }: Given) => ({
  changedBy: null,
  row: {
    id: 'o1',
    version: 1,
    patientId: 'p1',
    startMs: at,
    endMs: at,
    valueText: value,
    originalText: null,
    status,
    issuedMs: null,
    receivedMs: 2000,
    identifier: null,
    skeleton: JSON.stringify({ status, code }),
    remainder: more === undefined ? null : JSON.stringify(more),
    device: null,
  },
});
const form = (value: number | undefined, change: Given = {}) =>
  row({ code: FORM, more: { component: value === undefined ? [] : [{ code: ITEM, valueInteger: value }] }, ...change });
const scores = (rows: readonly Given[] | ReturnType<typeof row>[], since = 0) =>
  collectAnswers(rows as ReturnType<typeof row>[], item9!, since).map(({ score }) => score);

describe('what is stored of an answer', () => {
  it.each<[string, ReturnType<typeof row>[], unknown[]]>([
    ['a number', [row({ value: '2' })], [2]],
    ['words', [row({ more: { valueString: 'Several days' } })], [1]],
    ['nobody can read it', [row({ more: { valueString: 'sometimes' } })], ['unreadable']],
    ['a part of a form', [form(3)], [3]],
    ['an item and its form are one', [row({ value: '1' }), form(1)], [1]],
    ['the worse of the two', [row({ value: '0' }), form(2)], [2]],
    ['the form stands when the item was an error', [row({ value: '2', status: 'entered-in-error' }), form(2)], [2]],
    ['an error', [row({ value: '2', status: 'entered-in-error' })], [null]],
    ['a form without it', [form(undefined)], [null]],
    ['two moments', [row({ value: '1' }), row({ value: '2', at: 5000 })], [1, 2]],
  ])('%s', (_name, rows, found) => {
    expect(scores(rows)).toEqual(found);
  });

  it('of a time that is not read as a whole, silence says nothing', () => {
    expect(scores([form(undefined)], 2000)).toEqual([]);
    expect(scores([row({ value: '2', status: 'entered-in-error' })], 2000)).toEqual([null]);
  });

  it.each([
    ['{"derivedFrom":[{"reference":"QuestionnaireResponse/abc"}]}', 'abc'],
    [
      '{"derivedFrom":[{"reference":"Observation/7"},{"reference":"http://x.example/fhir/QuestionnaireResponse/q-1"}]}',
      'q-1',
    ],
    ['{}', 'o1'],
    [null, 'o1'],
  ])('leads back to its response: %s', (remainder, id) => {
    expect(responseIdOf({ id: 'o1', remainder })).toBe(id);
  });
});
