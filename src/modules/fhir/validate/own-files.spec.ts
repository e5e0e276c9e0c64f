import { describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { INSTRUMENTS, readAnswers, scoreResponse, findInstrument } from '../../../instruments/index.js';
import { parseJson } from '../../../platform/json/index.js';
import { readObservation } from '../observation/index.js';
import { validateResource } from './index.js';

const folder = join(import.meta.dirname, '../../../../fhir');
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((f) => f.endsWith('.json'));
const read = (file: string) => parseJson(readFileSync(join(folder, file))) as Record<string, unknown>;

describe('the files in fhir/', () => {
  it.each(files)('%s is valid', (file) => {
    expect(validateResource(read(file))).toEqual([]);
  });

  it.each(files.filter((f) => f.includes('observation-')))('%s is of a metric we know', (file) => {
    const result = readObservation(read(file));
    expect(result.ok && result.value.metric !== null && result.value.value !== null).toBe(true);
  });

  it.each(files.filter((f) => f.includes('questionnaire-response-')))('%s can be scored', (file) => {
    const response = read(file) as { questionnaire: string };
    expect(scoreResponse(findInstrument(response.questionnaire)!, readAnswers(response as object)).ok).toBe(true);
  });

  it.each(Object.values(INSTRUMENTS))('the questionnaire of $id says what the instrument says', (instrument) => {
    const questionnaire = read(join('questionnaires', `${instrument.id}.json`));
    const items = questionnaire.item as Record<string, unknown>[];
    expect(`${String(questionnaire.url)}|${String(questionnaire.version)}`).toBe(instrument.canonical);
    expect(items.map(({ linkId, text, required, code }) => ({ linkId, text, required, code }))).toEqual(
      instrument.items.map((i) => ({ linkId: i.id, text: i.text, required: i.required, code: [i.coding] })),
    );
    const bounds = items.map((i) => (i.extension as { valueInteger: number }[]).map((e) => e.valueInteger));
    expect(bounds).toEqual(instrument.items.map((i) => [i.min, i.max]));
  });
});
