import { Injectable } from '@nestjs/common';
import { addDays, dayBounds, isCivilDay, METRICS, type ZoneHistory, zoneAt } from '../../../metrics/index.js';
import type { Caller } from '../../../platform/auth/caller.js';
import { bytesOf, MOST_ANSWER_BYTES } from '../answer-size.js';
import { isAnswerCode } from '../is-answer.js';
import { maySeeAnswers, reachMetric, reachPatient } from '../../../platform/auth/compartment.js';
import { Clock } from '../../../platform/clock/clock.js';
import { Database } from '../../../platform/database/database.js';
import { DomainError, invalid } from '../../../platform/http/domain-error.js';
import { findZones } from '../../patients/index.js';
import { clockFaultOf } from '../daily/clock-check.js';
import { labelOf } from '../daily/day-sources.js';
import { findHours } from '../daily/hourly.repository.js';
import { hasHours } from '../daily/hours.js';
import { isLateArrival } from '../daily/late-arrival.js';
import type { ObservationRow } from '../observation.js';
import { findSettled } from '../retention/closed-period.repository.js';
import type { SearchPlace } from '../search.repository.js';
import { daysToAsk, toHourPage } from './hour-page.js';
import { findCodes, findDays, findNewest, findRaw, type LastWanted } from './reading.repository.js';
import type { ReadingQuery, ReadingView } from './reading.schema.js';
import { mondayOf, toWeeks } from './weeks.js';

const iso = (ms: number) => new Date(ms).toISOString();
const HOUR_MS = 3_600_000;
/** A reading may be a day ahead of now, in whatever zone. */
const AHEAD_MS = 72 * HOUR_MS;
/** Of every status but `entered-in-error`: what was no reading is found only by whoever asks for it. */
const STANDING = ['registered', 'preliminary', 'final', 'amended', 'corrected', 'cancelled', 'unknown'];
const TOO_MUCH = 'these are more than 10 MB together: ask for a smaller max, or for fewer codes';

type Page = Pick<ReadingView, 'resolution' | 'items' | 'next'>;

/** What a patient's devices and answers said, in the resolution that is asked for. */
@Injectable()
export class ReadingService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  read(caller: Caller, patientId: string, wanted: ReadingQuery): Promise<ReadingView> {
    return this.database.inClinic(caller.clinicId, async () => {
      await reachMetric(caller, patientId, wanted.metric);
      const zones = await findZones(patientId);
      const page = await this.page(patientId, { ...wanted, to: this.lastDay(wanted.to) }, zones);
      caller.act.count = page.items.length;
      const { metric } = wanted;
      const timeZone = zoneAt(zones, this.clock.now().getTime());
      const settled = await findSettled(patientId, wanted.from, wanted.to);
      const closed = settled
        .filter((period) => period.metric === metric)
        .map(({ fromDay: from, toDay: to, keptAs, settledAt: since }) => ({ from, to, keptAs, since }));
      return { metric, unit: METRICS[metric].unit, timeZone, closed, ...page } as ReadingView;
    });
  }

  /**
   * The newest `max` observations of each code, newest first; what was entered in error only where its status is asked for.
   * One that is among the newest of two of its codes is told once.
   *
   * @throws DomainError TOO_COSTLY when they are more than one answer holds
   */
  lastOfEach(
    caller: Caller,
    patientId: string,
    { max, ...wanted }: LastWanted & { readonly max: number },
  ): Promise<ObservationRow[]> {
    return this.database.inClinic(caller.clinicId, async () => {
      await reachPatient(caller, patientId);
      const seesAnswers = await maySeeAnswers(caller, patientId);
      const rows: ObservationRow[] = [];
      const told = new Set<string>();
      let bytes = 0;
      for (const code of await findCodes(patientId, wanted.codes, wanted.categories)) {
        if (!seesAnswers && isAnswerCode(code)) continue;
        const found = await findNewest(patientId, code, max, { ...wanted, statuses: wanted.statuses ?? STANDING });
        const newest = found.filter(({ id }) => !told.has(id));
        for (const { id } of newest) told.add(id);
        bytes += newest.reduce((sum, row) => sum + bytesOf(row), 0);
        if (bytes > MOST_ANSWER_BYTES && rows.length + newest.length > 1) throw tooCostly();
        rows.push(...newest);
      }
      caller.act.count = rows.length;
      return rows;
    });
  }

  /** Nothing is stored of days to come; beyond 9999 there would be weeks that neither a text nor the database can name. */
  private lastDay(to: string): string {
    const last = new Date(this.clock.now().getTime() + AHEAD_MS).toISOString().slice(0, 10);
    return to < last ? to : last;
  }

  private async page(patientId: string, wanted: ReadingQuery, zones: ZoneHistory): Promise<Page> {
    if (wanted.from > wanted.to) return { resolution: wanted.resolution, items: [], next: null };
    switch (wanted.resolution) {
      case 'raw':
        return this.raw(patientId, wanted, zones);
      case 'hour':
        return this.hours(patientId, wanted, zones);
      case 'day':
        return this.days(patientId, wanted);
      case 'week':
        return this.weeks(patientId, wanted);
    }
  }

  private async raw(patientId: string, wanted: ReadingQuery, zones: ZoneHistory): Promise<Page> {
    const { rows, next } = await findRaw({
      patientId,
      metric: wanted.metric,
      fromMs: dayBounds(zones, wanted.from).startMs,
      toMs: dayBounds(zones, wanted.to).endMs,
      after: wanted.after === undefined ? null : readPlace(wanted.after),
      count: wanted.limit,
    });
    return {
      resolution: 'raw',
      items: rows.map((row) => ({
        id: row.id,
        version: row.version,
        startAt: iso(row.startMs),
        endAt: iso(row.endMs),
        value: row.value,
        sourceId: row.sourceId,
        sourceLabel: labelOf(row),
        receivedAt: iso(row.saidMs),
        clock: clockFaultOf(row),
        late: isLateArrival(row),
      })),
      next: next && toCursor(`${next.startMs}|${next.endMs}|${next.seriesId}`),
    };
  }

  private async hours(patientId: string, wanted: ReadingQuery, zones: ZoneHistory): Promise<Page> {
    const { metric } = wanted;
    if (!hasHours(metric)) throw invalid([{ path: 'resolution', message: 'must be raw, day or week for this metric' }]);
    // Days without any hour are passed over.
    const days = await findHours(patientId, metric, firstDay(wanted), wanted.to, daysToAsk(wanted.limit));
    const { items, nextDay } = toHourPage(days, zones, wanted.limit);
    return { resolution: 'hour', items, next: nextDay && toCursor(nextDay) };
  }

  private async days(patientId: string, wanted: ReadingQuery): Promise<Page> {
    const span = { from: firstDay(wanted), to: wanted.to, count: wanted.limit + 1 };
    const rows = await findDays(patientId, wanted.metric, span);
    return {
      resolution: 'day',
      items: rows
        .slice(0, wanted.limit)
        .map(({ day, value, state, wearMinutes, wornFrom, coverage, device, late }) => ({
          day,
          value,
          state,
          wearMinutes,
          wornFrom,
          coverage,
          device,
          late,
        })),
      next: rows.length > wanted.limit ? toCursor(rows[wanted.limit]!.day) : null,
    };
  }

  private async weeks(patientId: string, wanted: ReadingQuery): Promise<Page> {
    const { limit, metric } = wanted;
    const [from, to] = [mondayOf(firstDay(wanted)), addDays(mondayOf(wanted.to), 6)];
    // One day more than whole weeks have: those before the last are whole, and empty ones are passed over.
    const weeks = toWeeks(await findDays(patientId, metric, { from, to, count: 7 * limit + 1 }));
    return {
      resolution: 'week',
      items: weeks.slice(0, limit),
      next: weeks[limit] ? toCursor(weeks[limit].from) : null,
    };
  }
}

const tooCostly = () =>
  new DomainError('TOO_COSTLY', 400, TOO_MUCH, [{ path: 'max', message: TOO_MUCH, code: 'too-costly' }], 'too-costly');

const toCursor = (text: string) => Buffer.from(text).toString('base64url');
const fromCursor = (after: string) => Buffer.from(after, 'base64url').toString();

function firstDay({ from, to, after }: ReadingQuery): string {
  if (after === undefined) return from;
  const day = fromCursor(after);
  return isCivilDay(day) && day >= from && day <= addDays(to, 7) ? day : wrongCursor();
}

/** Days are asked for from 1900 to 9999; 1900 begins earlier in the east, the end of 9999 is the last the database is asked. */
const FIRST_MS = Date.UTC(1899, 11, 31);
const LAST_MS = Date.UTC(10_000, 0, 1) - 1;

function readPlace(after: string): SearchPlace {
  const parts = fromCursor(after).split('|');
  if (parts.length !== 3 || !parts.every((part) => /^-?\d{1,15}$/.test(part))) return wrongCursor();
  const [startMs, endMs, seriesId] = parts.map(Number) as [number, number, number];
  const isAskable = (ms: number) => ms >= FIRST_MS && ms <= LAST_MS;
  return isAskable(startMs) && isAskable(endMs) && seriesId >= 0 && seriesId < 2 ** 31
    ? { startMs, endMs, seriesId }
    : wrongCursor();
}

function wrongCursor(): never {
  throw invalid([{ path: 'after', message: 'must be the next of an earlier answer to the same question' }], 400);
}
