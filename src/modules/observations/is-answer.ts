import { findMetricByCoding } from '../../metrics/index.js';
import type { ObservationRow } from './observation.js';

interface Coded {
  readonly code?: { readonly coding?: readonly { readonly system?: string; readonly code?: string }[] };
}

/** Is it what somebody said of themselves: pain, mood, a questionnaire's score? */
export function isAnswer({ skeleton }: Pick<ObservationRow, 'skeleton'>): boolean {
  const { code } = JSON.parse(skeleton) as Coded;
  return (code?.coding ?? []).some((coding) => findMetricByCoding(coding.system, coding.code)?.selfReported === true);
}
