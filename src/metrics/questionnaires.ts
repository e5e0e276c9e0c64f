import { LOINC, STEPWELL_METRIC, type Coding, type MeaningfulChange, type Metric } from './metric.js';

const loinc = (code: string, display: string): Coding => ({ system: LOINC, code, display });
const local = (code: string, display: string): Coding => ({ system: STEPWELL_METRIC, code, display });

type Scale = Pick<Metric, 'id' | 'domain' | 'codings' | 'unitDisplay' | 'min' | 'max' | 'everyDays'> & {
  readonly better?: 'up' | 'down';
  readonly change: MeaningfulChange;
};

/** A total of a questionnaire: a score without a unit, the day's last one counts. */
const scale = ({ better = 'down', ...rest }: Scale): Metric => ({
  ...rest,
  unit: '{score}',
  better,
  daily: 'last',
  units: { '{score}': 1, '1': 1, '{T-score}': 1, '{Tscore}': 1, '{#}': 1 },
  selfReported: true,
});

/** T-scores of PROMIS lie around 50 with a standard deviation of 10; no form reaches the ends. */
const T_SCORE = { unitDisplay: 'T', min: 10, max: 90, everyDays: 28 } as const;

/**
 * Totals of questionnaires that are asked every two to four weeks, here or elsewhere; items and licences are not ours.
 * LOINC where it has a term; raw scores of PROMIS forms have other codes and are not T-scores.
 */
export const QUESTIONNAIRES: readonly Metric[] = [
  scale({
    id: 'phq9Score',
    domain: 'mood',
    codings: [loinc('44261-6', 'Patient Health Questionnaire 9 item (PHQ-9) total score [Reported]')],
    unitDisplay: '0-27',
    min: 0,
    max: 27,
    everyDays: 14,
    change: { absolute: 5, reliable: 6, source: 'Löwe 2004, Med Care 42:1194; reliable: NHS Talking Therapies manual' },
  }),
  scale({
    id: 'gad7Score',
    domain: 'mood',
    codings: [loinc('70274-6', 'Generalized anxiety disorder 7 item (GAD-7) total score [Reported.PHQ]')],
    unitDisplay: '0-21',
    min: 0,
    max: 21,
    everyDays: 14,
    change: {
      absolute: 4,
      reliable: 4,
      source: 'Toussaint 2020, J Affect Disord 265:395; reliable: NHS Talking Therapies manual',
    },
  }),
  scale({
    id: 'isiScore',
    domain: 'sleep',
    codings: [local('isi', 'Insomnia Severity Index, total 0-28')],
    unitDisplay: '0-28',
    min: 0,
    max: 28,
    everyDays: 28,
    change: {
      absolute: 6,
      reliable: 3.5,
      source: 'Yang 2009, PMID 19689221 (SD 4); reliable: with alpha 0.90 of Morin 2011, Sleep 34:601',
    },
  }),
  scale({
    id: 'pcsScore',
    domain: 'coping',
    codings: [local('pcs', 'Pain Catastrophizing Scale, total 0-52')],
    unitDisplay: '0-52',
    min: 0,
    max: 52,
    everyDays: 28,
    change: { absolute: 8, reliable: 7.73, source: 'Monticone 2022, PMID 34042409 (11 above 30)' },
  }),
  scale({
    id: 'pseqScore',
    domain: 'coping',
    codings: [local('pseq', 'Pain Self-Efficacy Questionnaire, total 0-60')],
    unitDisplay: '0-60',
    min: 0,
    max: 60,
    better: 'up',
    everyDays: 28,
    change: { absolute: 7, reliable: 11.5, source: 'ePPOC clinical reference manual; reliable: Chiarotto 2016' },
  }),
  scale({
    id: 'odiScore',
    domain: 'function',
    codings: [local('odi', 'Oswestry Disability Index, 0-100')],
    unitDisplay: '0-100',
    min: 0,
    max: 100,
    everyDays: 28,
    change: { absolute: 10, source: 'Ostelo 2008, Spine 33:90' },
  }),
  scale({
    id: 'bpiInterference',
    domain: 'function',
    codings: [loinc('77565-0', 'Pain interference score BPI')],
    unitDisplay: '0-10',
    min: 0,
    max: 10,
    everyDays: 28,
    change: { absolute: 1, source: 'IMMPACT, Dworkin 2008, J Pain 9:105; ePPOC clinical reference manual' },
  }),
  scale({
    id: 'promisPainInterference',
    domain: 'pain',
    codings: [
      loinc('77865-4', 'PROMIS pain interference - version 1.0 T-score'),
      loinc('89924-5', 'PROMIS pain interference - version 1.1 T-score'),
    ],
    ...T_SCORE,
    change: { absolute: 3, reliable: 6.9, source: 'Chen 2018, J Pain 19:775: 2-3 points, SEM alike (2.5)' },
  }),
  scale({
    id: 'promisPhysicalFunction',
    domain: 'function',
    codings: [
      loinc('77866-2', 'PROMIS physical function - version 1.0 Tscore'),
      loinc('91721-1', 'PROMIS physical function - version 2.0 T-score'),
    ],
    ...T_SCORE,
    better: 'up',
    change: {
      absolute: 3.6,
      source: 'PROMIS-29 in chronic low back pain, n = 183, Chulalongkorn, hdl 123456789/69391',
    },
  }),
  scale({
    id: 'promisSleepDisturbance',
    domain: 'sleep',
    codings: [loinc('77860-5', 'PROMIS sleep disturbance - version 1.0 Tscore')],
    ...T_SCORE,
    change: {
      absolute: 3.9,
      source: 'PROMIS-29 in chronic low back pain, n = 183, Chulalongkorn, hdl 123456789/69391',
    },
  }),
];
