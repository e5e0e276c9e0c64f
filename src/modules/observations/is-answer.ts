import { findMetricByCoding } from '../../metrics/index.js';
import type { ObservationRow } from './observation.js';

interface Coding {
  readonly system?: string | null;
  readonly code?: string;
}

/**
 * May it be what somebody said of themselves: pain, mood, an item of a questionnaire? Everything may but what we know to be
 * measured by a device: a code that is in no catalogue can be the answer that nobody else should read.
 */
export const isAnswerCode = ({ system, code }: Coding): boolean =>
  findMetricByCoding(system ?? undefined, code)?.selfReported !== false;

export function isAnswer({ skeleton }: Pick<ObservationRow, 'skeleton'>): boolean {
  const { code } = JSON.parse(skeleton) as { readonly code?: { readonly coding?: readonly Coding[] } };
  return (code?.coding ?? []).every(isAnswerCode);
}
