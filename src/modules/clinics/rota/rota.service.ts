import { Injectable } from '@nestjs/common';
import { audit } from '../../../platform/auth/audit.js';
import type { Caller } from '../../../platform/auth/caller.js';
import { UUID } from '../../../platform/auth/compartment.js';
import { Clock } from '../../../platform/clock/clock.js';
import { Database } from '../../../platform/database/database.js';
import { DomainError, forbidden, invalid, notFound } from '../../../platform/http/domain-error.js';
import { findCarePeople } from '../members/staff.repository.js';
import { recordChange } from '../settings/changes.repository.js';
import { findSettings } from '../settings/clinic-settings.repository.js';
import { findGaps, findOnCall, type OnCall } from './on-call.js';
import * as repository from './rota.repository.js';
import type { NewShift, OnCallQuery } from './rota.schema.js';

const GAPS_WITHIN_MS = 14 * 86_400_000;

/** Who is on call, and when. */
@Injectable()
export class RotaService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  read(caller: Caller) {
    return this.database.inClinic(caller.clinicId, () => this.view());
  }

  onCall(caller: Caller, { at, profession }: OnCallQuery) {
    return this.database.inClinic(caller.clinicId, async () => {
      const { shifts, absences, zone, names } = await readPlan();
      const atMs = at === undefined ? this.clock.now().getTime() : Date.parse(at);
      return {
        items: findOnCall(shifts, absences, zone, atMs, profession ?? null).map((turn) => toOnCall(turn, names)),
      };
    });
  }

  save(caller: Caller, id: string, shift: NewShift) {
    const by = caller.personId;
    if (by === null) throw forbidden();
    if (!UUID.test(id)) throw invalid([{ path: 'id', message: 'must be a UUID' }], 400);
    return this.database.inClinic(caller.clinicId, async () => {
      if ((await findCarePeople([shift.personId])).length === 0)
        throw invalid([{ path: 'personId', message: 'must be a clinician or coordinator of this clinic' }]);
      const before = await repository.lockShift(id);
      if (before === false)
        throw new DomainError('SHIFT_ENDED', 409, 'This turn was taken off the rota: enter a new one.');
      await repository.saveShift(id, shift);
      await recordChange({ kind: 'rota', objectId: id, before: before && { ...before }, after: shift, by });
      caller.act.objectId = id;
      await audit(caller);
      return this.view();
    });
  }

  end(caller: Caller, id: string): Promise<void> {
    const by = caller.personId;
    if (by === null) throw forbidden();
    return this.database.inClinic(caller.clinicId, async () => {
      if (!UUID.test(id) || !(await repository.endShift(id))) throw notFound('turn');
      await recordChange({ kind: 'rota', objectId: id, before: { active: true }, after: { active: false }, by });
      caller.act.objectId = id;
      await audit(caller);
    });
  }

  private async view() {
    const { shifts, absences, zone, names } = await readPlan();
    const nowMs = this.clock.now().getTime();
    const gaps = findGaps(shifts, absences, zone, { fromMs: nowMs, toMs: nowMs + GAPS_WITHIN_MS });
    return {
      shifts,
      onCall: findOnCall(shifts, absences, zone, nowMs).map((turn) => toOnCall(turn, names)),
      gaps: gaps.map(({ fromMs, toMs }) => ({ from: toIso(fromMs), to: toIso(toMs) })),
    };
  }
}

async function readPlan() {
  const { settings } = await findSettings();
  const [shifts, rows] = [await repository.findShifts(), await repository.findAbsences()];
  const names = new Map([
    ...shifts.map((shift) => [shift.personId, shift.name] as const),
    ...rows.flatMap((row) => [[row.personId, row.name] as const, [row.standInId, row.standInName] as const]),
  ]);
  const absences = rows.map(({ personId, standInId, fromAt, untilAt }) => ({
    personId,
    standInId,
    fromMs: fromAt.getTime(),
    untilMs: untilAt.getTime(),
  }));
  return { shifts, absences, zone: settings.timeZone, names };
}

const toIso = (ms: number) => new Date(ms).toISOString();
const toOnCall = ({ personId, standsInFor, rank, untilMs }: OnCall, names: ReadonlyMap<string, string>) => ({
  personId,
  name: names.get(personId) ?? '',
  standsInFor: standsInFor && (names.get(standsInFor) ?? ''),
  rank,
  until: toIso(untilMs),
});
