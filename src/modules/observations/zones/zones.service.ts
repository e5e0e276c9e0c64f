import { Injectable } from '@nestjs/common';
import { addDays, civilDayAt, type ZoneHistory } from '../../../metrics/index.js';
import { audit } from '../../../platform/auth/audit.js';
import type { Caller } from '../../../platform/auth/caller.js';
import { reachPatient } from '../../../platform/auth/compartment.js';
import { Clock } from '../../../platform/clock/clock.js';
import { afterCommit, Database } from '../../../platform/database/database.js';
import { DomainError, invalid, notFound } from '../../../platform/http/domain-error.js';
import { correctTimeZone, findZones, removeTimeZone, setTimeZone } from '../../patients/index.js';
import { DueSignal } from '../due-signal.js';
import { moveToldDays } from '../moving/move-days.js';
import { ReadingMoves } from '../moving/reading-moves.js';
import { lockWallClock, requestZoneMove } from '../moving/wall-clock.repository.js';
import { ObservationsService } from '../observations.service.js';
import { requestRecompute } from '../sources/recompute.repository.js';
import type { ZoneChange } from './zones.schema.js';

/** Nobody moves more often; each move is read with every batch that is stored. */
const MOST_MOVES = 200;
/** Days this near a move may begin or end elsewhere. */
const NEAR_DAYS = 2;

/** Where a patient has lived and travelled: which decides where days begin. */
@Injectable()
export class ZonesService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly due: DueSignal,
    private readonly observations: ObservationsService,
    private readonly moves: ReadingMoves,
  ) {}

  view(caller: Caller, patientId: string) {
    return this.database.inClinic(caller.clinicId, async () => {
      await reachPatient(caller, patientId);
      return this.describe(patientId);
    });
  }

  /**
   * From then on the patient was there. The same moment again corrects what was said of it, and `insteadOf` what was said of
   * another moment.
   */
  move(caller: Caller, patientId: string, change: ZoneChange) {
    return this.change(caller, patientId, (before) =>
      change.insteadOf === undefined
        ? this.enter(patientId, before, change)
        : this.correct(patientId, before, { ...change, insteadOf: change.insteadOf }),
    );
  }

  /** It was no journey: the zone before it holds on. The first zone has no beginning and cannot be taken out. */
  takeOut(caller: Caller, patientId: string, since: string) {
    return this.change(caller, patientId, async () => {
      const sinceMs = Date.parse(since);
      if (!(await removeTimeZone(patientId, sinceMs))) throw notFound('change of time zone');
      return sinceMs;
    });
  }

  /**
   * Changes a patient's zones. Observations that name a day follow at once, vendors' wall-clock times in the background; days
   * since are added up anew.
   *
   * @param act - what is done, given the zones before it; returns from when on they are others, null: they are as they were
   */
  private change(caller: Caller, patientId: string, act: (before: ZoneHistory) => Promise<number | null>) {
    return this.database.inClinicAgain(caller.clinicId, async () => {
      await reachPatient(caller, patientId);
      await lockWallClock(patientId);
      const before = await findZones(patientId);
      const sinceMs = await act(before);
      if (sinceMs !== null) {
        await requestZoneMove(patientId, sinceMs);
        await this.moveDays(caller, patientId, sinceMs);
        await requestRecompute(patientId, addDays(civilDayAt(before, sinceMs), -NEAR_DAYS));
        afterCommit(() => this.due.ring());
      }
      await audit(caller);
      return this.describe(patientId);
    });
  }

  private async enter(patientId: string, before: ZoneHistory, { since, zone }: ZoneChange): Promise<number | null> {
    const sinceMs = this.readPast(since);
    if (before.length >= MOST_MOVES && !beginsAt(before, sinceMs))
      throw new DomainError('TOO_MANY_MOVES', 422, `A patient has at most ${MOST_MOVES} changes of time zone.`);
    return (await setTimeZone(patientId, sinceMs, zone)) ? sinceMs : null;
  }

  /** In one step: taken out and entered again, the other zone would hold in between, and a lost second step lose the journey. */
  private async correct(
    patientId: string,
    before: ZoneHistory,
    { since, zone, insteadOf }: Required<ZoneChange>,
  ): Promise<number | null> {
    const sinceMs = this.readPast(since);
    const wrongMs = Date.parse(insteadOf);
    const there = beginsAt(before, sinceMs);
    if (!beginsAt(before, wrongMs)) {
      // Sent again, because the answer was lost.
      if (there?.zone === zone) return null;
      throw notFound('change of time zone');
    }
    if (there && sinceMs !== wrongMs)
      throw invalid([{ path: 'since', message: 'must not be the moment of another change' }]);
    return (await correctTimeZone(patientId, wrongMs, { sinceMs, zone })) ? Math.min(sinceMs, wrongMs) : null;
  }

  private readPast(since: string): number {
    const sinceMs = Date.parse(since);
    if (sinceMs > this.clock.now().getTime()) throw invalid([{ path: 'since', message: 'must not be in the future' }]);
    return sinceMs;
  }

  /** Without consent nothing is written: then they wait, as vendors' readings do. */
  private async moveDays(caller: Caller, patientId: string, sinceMs: number): Promise<void> {
    const act = { patientId, objectId: null, count: 1, written: false };
    const writer = { ...caller, type: 'Observation' as const, interaction: 'update' as const, act };
    const monitored = await this.observations.findMonitored(writer, patientId);
    if (!monitored?.consented || monitored.patientId !== patientId) return;
    await moveToldDays(this.moves, writer, { patientId, zones: monitored.zones, sinceMs });
  }

  private async describe(patientId: string) {
    const zones = await findZones(patientId);
    return {
      items: zones.map(({ sinceMs, zone }) => ({
        since: Number.isFinite(sinceMs) ? new Date(sinceMs).toISOString() : null,
        zone,
      })),
    };
  }
}

const beginsAt = (zones: ZoneHistory, sinceMs: number) => zones.find((zone) => zone.sinceMs === sinceMs);
