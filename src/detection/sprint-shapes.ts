import type { SignalId } from './parameters.js';

export interface SprintSpan {
  /** Day indexes, both inclusive. */
  readonly start: number;
  readonly end: number;
  /** Planned last day, for the shape of the ramp; equals `end` when the sprint is over. */
  readonly plannedEnd: number;
  readonly goal: SignalId;
}

const BEFORE_DAYS = 36;
const STEP_EVERY_DAYS = 3;

/** First day of the weeks a sprint is compared with. */
export const findFirst = ({ start }: SprintSpan) => Math.max(0, start - BEFORE_DAYS);

/** Shapes a change may have; index 0 of each belongs to the first day of the fit. */
export interface SprintShapes {
  /** A steady drift over the whole planned sprint. */
  readonly drift: Float64Array;
  /** A step somewhere in the first half. */
  readonly steps: readonly Float64Array[];
}

export function drawShapes(span: SprintSpan): SprintShapes {
  const { start, end, plannedEnd } = span;
  const length = plannedEnd - start + 1;
  const from = findFirst(span);
  const draw = (g: (t: number) => number) => Float64Array.from({ length: end - from + 1 }, (_, i) => g(from + i));
  const steps: Float64Array[] = [];
  for (let at = start + 2; at < start + length / 2 && at < end; at += STEP_EVERY_DAYS) {
    steps.push(draw((t) => (t >= at ? 1 : 0)));
  }
  return { drift: draw((t) => Math.max(0, (t - start + 1) / length)), steps };
}
