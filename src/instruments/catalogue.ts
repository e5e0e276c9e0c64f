import { LOINC, METRICS, STEPWELL_METRIC, type Coding } from '../metrics/index.js';
import type { Instrument, InstrumentId, InstrumentItem } from './instrument.js';

const loinc = (code: string, display: string): Coding => ({ system: LOINC, code, display });
const local = (code: string, display: string): Coding => ({ system: STEPWELL_METRIC, code, display });

type Words = Pick<InstrumentItem, 'text' | 'lowText' | 'highText'>;

function item(
  instrument: InstrumentId,
  id: string,
  words: Words,
  rest: Pick<InstrumentItem, 'coding' | 'required' | 'metric'>,
): InstrumentItem {
  const key = `instrument.${instrument}.${id}`;
  return {
    id,
    textKey: `${key}.text`,
    lowKey: `${key}.low`,
    highKey: `${key}.high`,
    ...words,
    min: 0,
    max: 10,
    ...rest,
  };
}

const notAtAll = { lowText: 'Does not interfere', highText: 'Completely interferes' };

/**
 * PEG: pain on average, interference with enjoyment of life and with general activity, each 0-10 over the past week.
 * The score is the mean of the three, rounded to one decimal; all three are needed. A change of 1 point means something.
 */
const PEG: Instrument = {
  id: 'peg',
  version: '1',
  canonical: 'urn:stepwell:questionnaire:peg|1',
  titleKey: 'instrument.peg.title',
  names: { clinic: 'PEG', patient: 'Your week with pain' },
  title: 'PEG: your week with pain',
  items: [
    item(
      'peg',
      'pain',
      {
        text: 'What number best describes your pain on average in the past week?',
        lowText: 'No pain',
        highText: 'Pain as bad as you can imagine',
      },
      { coding: loinc('75893-8', 'Pain severity in the past week, 0-10'), required: true },
    ),
    item(
      'peg',
      'enjoyment',
      { text: 'In the past week, how much has pain interfered with your enjoyment of life?', ...notAtAll },
      { coding: loinc('91145-3', 'Pain interference with enjoyment of life in the past week, 0-10'), required: true },
    ),
    item(
      'peg',
      'activity',
      { text: 'In the past week, how much has pain interfered with your general activity?', ...notAtAll },
      { coding: loinc('91146-1', 'Pain interference with general activity in the past week, 0-10'), required: true },
    ),
  ],
  total: { rule: 'mean', decimals: 1, metric: 'pegScore', coding: METRICS.pegScore.codings[0] },
  source: 'Krebs 2009, J Gen Intern Med 24:733; free to use with attribution',
};

/** The one-minute diary: four taps a day, each of which may be skipped. No total; each answer is a metric. */
const DIARY: Instrument = {
  id: 'diary',
  version: '1',
  canonical: 'urn:stepwell:questionnaire:diary|1',
  titleKey: 'instrument.diary.title',
  names: { clinic: 'Diary', patient: 'One-minute diary' },
  title: 'One-minute diary',
  items: [
    item(
      'diary',
      'pain',
      { text: 'How strong is your pain today?', lowText: 'No pain', highText: 'Worst pain' },
      { coding: METRICS.painIntensity.codings[0], required: false, metric: 'painIntensity' },
    ),
    item(
      'diary',
      'interference',
      { text: 'How much did pain get in the way of your day?', lowText: 'Not at all', highText: 'Completely' },
      {
        coding: local('pain-interference', 'Pain interference with daily life, 0-10, one item'),
        required: false,
        metric: 'painInterference',
      },
    ),
    item(
      'diary',
      'sleep',
      { text: 'How well did you sleep last night?', lowText: 'Very badly', highText: 'Very well' },
      { coding: local('sleep-quality', 'How well the person slept, 0-10'), required: false, metric: 'sleepQuality' },
    ),
    item(
      'diary',
      'mood',
      { text: 'How is your mood today?', lowText: 'Very low', highText: 'Very good' },
      { coding: local('mood', 'Mood, 0-10'), required: false, metric: 'mood' },
    ),
  ],
  source: 'Single 0-10 items; pain as in Farrar 2001, Pain 94:149',
};

export const INSTRUMENTS: Readonly<Record<InstrumentId, Instrument>> = { peg: PEG, diary: DIARY };

/** Which instrument has this id (`peg`) or canonical address (`urn:stepwell:questionnaire:peg|1`)? */
export function findInstrument(idOrCanonical: string): Instrument | undefined {
  return Object.values(INSTRUMENTS).find((i) => i.id === idOrCanonical || i.canonical === idOrCanonical);
}
