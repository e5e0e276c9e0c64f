import type { MetricId } from '../../../../src/metrics/index.js';
import type { Profession } from '../../api/types.js';

/** What each profession looks at first. Everything else follows in its usual order; nothing is left out. */
const FIRST: Readonly<Partial<Record<Profession, readonly MetricId[]>>> = {
  'physical-therapist': ['steps', 'walkingMinutes', 'promisPhysicalFunction', 'painIntensity'],
  'occupational-therapist': ['painInterference', 'promisPainInterference', 'walkingMinutes', 'steps'],
  psychologist: ['mood', 'phq9Score', 'gad7Score', 'pcsScore', 'pseqScore', 'sleepQuality'],
  pharmacist: ['painIntensity', 'restingHeartRate', 'sleepQuality', 'sleepDuration'],
  'sleep-specialist': ['sleepDuration', 'sleepQuality', 'isiScore', 'promisSleepDisturbance'],
  'pain-physician': ['painIntensity', 'pegScore', 'painInterference'],
};

/** The same panels for everybody, in the order in which this profession reads them. */
export function orderPanels<P extends { readonly metric: MetricId }>(
  panels: readonly P[],
  profession: Profession | null,
): P[] {
  const first = (profession && FIRST[profession]) || [];
  const place = ({ metric }: P) => (first.includes(metric) ? first.indexOf(metric) : first.length);
  return [...panels].sort((a, b) => place(a) - place(b));
}
