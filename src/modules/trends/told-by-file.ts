import type { PatientTrend, Sentence } from '../../detection/index.js';

interface Said {
  readonly sentence: Sentence | null;
  readonly patientSentence: Sentence | null;
}

/** Of days that have not come by a file there is no app to open and no watch that is silent: the words are to ask for a new export. */
export function toldByFile(trend: PatientTrend): PatientTrend {
  const metrics = Object.entries(trend.metrics).map(([metric, found]) => [metric, withFile(found)] as const);
  return { ...trend, concerns: trend.concerns.map(withFile), metrics: Object.fromEntries(metrics) };
}

const withFile = <T extends Said>(found: T): T => ({
  ...found,
  sentence: found.sentence && byFile(found.sentence),
  patientSentence: found.patientSentence && byFile(found.patientSentence),
});
const byFile = (sentence: Sentence): Sentence =>
  sentence.key === 'trend.insufficient' && sentence.facts['reason'] === 'notSynced'
    ? { ...sentence, facts: { ...sentence.facts, by: 'file' } }
    : sentence;
