import { describe, expect, it } from '@jest/globals';
import { INSTRUMENTS } from '../../../src/instruments/index.js';
import { METRICS, type MetricId } from '../../../src/metrics/index.js';
import { PEG_FORM } from '../patient/forms.js';
import { type Audience, measure } from './format.js';
import { METRIC_NAMES, METRIC_UNITS } from './catalogue.js';
import { sourceName } from './labels.js';
import { say } from './say.js';

const SCORE = 13 / 3;
const answered = (audience: Audience) => say({ key: 'peg.answered', facts: { score: SCORE } }, audience);

describe('a questionnaire', () => {
  it.each([
    ['clinician', INSTRUMENTS.peg.names.clinic],
    ['patient', INSTRUMENTS.peg.names.patient],
  ] as const)('has one name for each %s, wherever it is named, and one score', (audience, name) => {
    expect([METRIC_NAMES[audience].pegScore, sourceName('peg', audience)]).toEqual([name, name]);
    expect(answered(audience)).toMatch(new RegExp(`^${name}:? 4\\.3 out of 10$`));
    expect(measure('pegScore', SCORE, audience)).toBe('4.3');
  });

  it('has that name above its questions, too', () => {
    expect(PEG_FORM.title).toBe(INSTRUMENTS.peg.names.patient);
    expect(sourceName('Withings ScanWatch', 'patient')).toBe('Withings ScanWatch');
  });

  it('is asked as often as is said beside its chart', () => {
    const said = { 7: 'every week', 14: 'every two weeks', 28: 'every four weeks' } as Record<number, string>;
    for (const metric of Object.keys(METRIC_UNITS) as MetricId[]) {
      const often = /every \w+ ?\w*/.exec(METRIC_UNITS[metric].long)?.[0];
      if (often && !METRIC_UNITS[metric].long.includes('each'))
        expect([metric, often]).toEqual([metric, said[METRICS[metric].everyDays]]);
    }
  });
});
