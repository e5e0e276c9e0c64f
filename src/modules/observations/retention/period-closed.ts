import { METRICS } from '../../../metrics/index.js';
import { DomainError } from '../../../platform/http/domain-error.js';
import type { NewObservation } from '../observation.js';
import type { ClosedPeriod } from './closed-period.js';

/** Some readings begin in a closed period: their hours and days stand, and nothing can be added to them. */
export class PeriodClosed extends DomainError {
  /** @param closed - not empty */
  constructor(private readonly closed: ReadonlyMap<NewObservation, ClosedPeriod>) {
    const [first] = closed.values();
    const { code, status, message } = refusalOf(first!);
    super(code, status, message);
  }

  /** Why this reading was refused; undefined when it is not at fault. */
  of(reading: NewObservation): DomainError | undefined {
    const period = this.closed.get(reading);
    return period && refusalOf(period);
  }
}

const nameOf = ({ metric, fromDay, toDay }: ClosedPeriod) =>
  `${METRICS[metric].codings[0]!.display} from ${fromDay} to ${toDay}`;

const refusalOf = (period: ClosedPeriod) =>
  new DomainError(
    'PERIOD_CLOSED',
    422,
    `${nameOf(period)} is kept in summary only, as the clinic's retention asks; readings of that time are no longer taken.`,
  );

export const readingRemoved = (period: ClosedPeriod) =>
  new DomainError(
    'READING_REMOVED',
    410,
    `${nameOf(period)} has been kept in summary only since ${period.settledAt!.slice(0, 10)}, as the clinic's retention asks.`,
  );
