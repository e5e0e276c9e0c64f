import { METRICS } from '../../../metrics/index.js';
import { DomainError } from '../../../platform/http/domain-error.js';
import type { NewObservation } from '../observation.js';
import type { ClosedPeriod } from './closed-period.js';

const MOST_NAMED = 50;

/** Some readings begin in a closed period: their hours and days stand, and nothing can be added to them. */
export class PeriodClosed extends DomainError {
  /** Why, by the place in the batch: whoever gave it may know its readings under the id of a record that was merged. */
  readonly places: ReadonlyMap<number, DomainError>;

  /** @param closed - those of the batch, not empty */
  constructor(closed: ReadonlyMap<NewObservation, ClosedPeriod>, batch: readonly NewObservation[]) {
    const places = new Map(
      batch.flatMap((reading, i) => (closed.has(reading) ? [[i, refusalOf(closed.get(reading)!)] as const] : [])),
    );
    const [first] = places.values();
    // As our own JSON writes the places of a list.
    const errors = [...places].map(([i, { message }]) => ({ path: `observations.${i}.start`, message }));
    super(first!.code, first!.status, first!.message, errors.slice(0, MOST_NAMED));
    this.places = places;
  }
}

const nameOf = ({ metric, fromDay, toDay }: ClosedPeriod) =>
  `${METRICS[metric].codings[0]!.display} from ${fromDay} to ${toDay}`;

function refusalOf(period: ClosedPeriod): DomainError {
  const message = `${nameOf(period)} is kept in summary only, as the clinic's retention asks; readings of that time are no longer taken.`;
  return new DomainError('PERIOD_CLOSED', 422, message, [{ path: 'start', message }]);
}

export const readingRemoved = (period: ClosedPeriod) =>
  new DomainError(
    'READING_REMOVED',
    410,
    `${nameOf(period)} has been kept in summary only since ${period.settledAt!.slice(0, 10)}, as the clinic's retention asks.`,
  );
