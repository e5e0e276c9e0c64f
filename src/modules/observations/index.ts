/** The store of observations: written once per natural key, read exactly, added up to daily values. */
export { ObservationsModule } from './observations.module.js';
export { consentMissing, ObservationsService, type Storable } from './observations.service.js';
export { ObservationSearches } from './observation-searches.service.js';
export { CONTRADICTION, findContradictions, withoutContradictions } from './contradictions.js';
export { referenceTo } from './store-observations.js';
export { storeLines } from './store-lines.js';
export { StreamOrder } from './stream-order.js';
export { isNotStorable } from './not-storable.js';
export { bytesOf, MOST_ANSWER_BYTES } from './answer-size.js';
export { DueSignal } from './due-signal.js';
export { SOURCE_KINDS } from './observation.js';
export type { NewObservation, ObservationRow, Source, SourceKind, Stored } from './observation.js';
export type { ObservationSearch, SearchPlace, SoughtCoding } from './search.repository.js';
export { spreadingDueSheaves } from './due-days.repository.js';
export { deliveryBegan } from './daily/late-arrival.js';
export { recomputeDays } from './daily/recompute-days.js';
export {
  findContact,
  findDailyValues,
  findFirstDay,
  findFirstDays,
  type ChangedDay,
  type DailyRow,
  WORN_FROM,
} from './daily/daily-values.repository.js';
export { WornFromShape } from './observations.schema.js';
export { deviceObservation } from './device-observation.js';
export { findAsking, readTotals } from './answers.repository.js';
export { findWriter } from './writer.repository.js';
export { findNewest } from './reading/reading.repository.js';
export { COUNTED } from './row.js';
export { ReadingService } from './reading/reading.service.js';
export { findLastContact } from './sources/contact.repository.js';
export { findSourcesOf } from './sources/series-sources.repository.js';
export { findSilences, type Silence } from './sources/silence.repository.js';
export { continueRecompute, requestRecompute, type Progress } from './sources/recompute.repository.js';
export { type Arrived, findArrivedSince } from './observations.repository.js';
export { ClosedPeriods } from './retention/closed-periods.js';
export {
  type EmptiedSpan,
  findEmptiedSpans,
  findSpanNow,
  noteNamesRemoved,
  wasRemoved,
} from './retention/emptied.repository.js';
export { PeriodClosed } from './retention/period-closed.js';
export { storeOpen } from './retention/store-open.js';
export type { ClosedTime } from './retention/closed-period.repository.js';
export { sourceOf } from './source-name.js';
export { countRows, findAllRows, findAllSeries, type RowPlace, type SeriesFacts } from './all-rows.repository.js';
export { restate } from './restate.js';
export { amendedObservation, lockReading } from './amend.repository.js';
export { type CopyPlace, findCopies, readCopies } from './copy.repository.js';
export { findIdsToBe } from './ids-to-be.js';
export { type Move, ReadingMoves } from './moving/reading-moves.js';
export { type Withdrawal, Withdrawals, type Withdrawn } from './moving/withdrawals.js';
export { findStanding } from './moving/withdrawals.repository.js';
export { REVISED_NOTE, ZONE_NOTE } from './moving/left-behind.js';
export { moveToldDays } from './moving/move-days.js';
export {
  endZoneMove,
  findZoneMoves,
  isZoneMovePending,
  lockWallClock,
  postponeZoneMove,
  type ZoneMove,
} from './moving/wall-clock.repository.js';
export { firstIdAt, readId } from './observation-id.js';
