import { Injectable } from '@nestjs/common';
import { audit } from '../../../platform/auth/audit.js';
import { type Caller, touchPatients } from '../../../platform/auth/caller.js';
import { reachPatient, UUID } from '../../../platform/auth/compartment.js';
import { Clock } from '../../../platform/clock/clock.js';
import { Database } from '../../../platform/database/database.js';
import { DomainError, forbidden, invalid, notFound } from '../../../platform/http/domain-error.js';
import { carryExact } from '../../../platform/json/index.js';
import { ringAround } from '../../clinics/index.js';
import { amendedObservation, lockReading, ObservationsService } from '../../observations/index.js';
import { mayReadRecord, readRecord, saveRecord } from '../../record/index.js';
import type { CorrectionDecision, NewCorrection } from '../rights.schema.js';
import * as repository from './corrections.repository.js';

/**
 * A patient says that something about them is wrong. The team answers; what was wrong becomes a new version that says
 * so, never a gap. What is declined stays beside the record with both sides' words.
 */
@Injectable()
export class CorrectionsService {
  constructor(
    private readonly database: Database,
    private readonly observations: ObservationsService,
    private readonly clock: Clock,
  ) {}

  ask(caller: Caller, patientId: string, { id, says, about }: NewCorrection) {
    return this.database.inClinic(caller.clinicId, async () => {
      await reachPatient(caller, patientId);
      const [targetType = null, targetId = null] = about?.split('/') ?? [];
      if (targetType && targetId && (await this.ownerOf(caller, targetType, targetId)) !== patientId)
        throw invalid([{ path: 'about', message: 'is nothing of yours' }]);
      caller.act.objectId = id;
      await audit(caller);
      await repository.insertCorrection({ id, patientId, targetType, targetId, says, by: caller.actor });
      const one = await repository.findCorrection(id);
      if (!one || one.patientId !== patientId || one.says !== says)
        throw new DomainError('ID_IN_USE', 409, 'This id is in use: make a new one.');
      await ringAround(patientId);
      return toView(one);
    });
  }

  list(caller: Caller, patientId: string | null) {
    return this.database.inClinic(caller.clinicId, async () => {
      if (patientId !== null) await reachPatient(caller, patientId);
      const found = await repository.findCorrections(caller, patientId);
      touchPatients(
        caller,
        found.map((one) => one.patientId),
      );
      caller.act.count = found.length;
      return { items: found.map(toView) };
    });
  }

  /** A number only: whoever opens a page of the clinic has not looked at anybody's request. */
  countOpen(caller: Caller) {
    return this.database.inClinic(caller.clinicId, async () => ({
      open: await repository.countOpenCorrections(caller),
    }));
  }

  decide(caller: Caller, patientId: string, id: string, { decision, answer }: CorrectionDecision) {
    const { personId } = caller;
    if (personId === null) throw forbidden();
    return this.database.inClinic(caller.clinicId, async () => {
      await reachPatient(caller, patientId);
      const one = UUID.test(id) ? await repository.findCorrection(id, { lock: true }) : undefined;
      if (!one || one.patientId !== patientId || !(await mayReadTarget(caller, one))) throw notFound('correction');
      if (one.state !== 'open') throw new DomainError('CORRECTION_DECIDED', 409, 'This was answered already.');
      caller.act.objectId = id;
      if (decision !== 'declined') await this.carryOut(caller, one, decision, answer);
      await repository.decide(id, { state: decision, answer, by: personId });
      // Where a reading got its next version, storing it has written this act's one row.
      if (!caller.act.written) await audit(caller);
      const answered = toView((await repository.findCorrection(id))!);
      await ringAround(patientId);
      return answered;
    });
  }

  /** The patient has read the answer: it is news no more, on none of their devices. */
  read(caller: Caller, patientId: string, id: string): Promise<void> {
    return this.database.inClinic(caller.clinicId, async () => {
      await reachPatient(caller, patientId);
      const one = UUID.test(id) ? await repository.findCorrection(id, { lock: true }) : undefined;
      if (!one || one.patientId !== patientId) throw notFound('correction');
      if (one.state === 'open') throw new DomainError('CORRECTION_OPEN', 409, 'Nobody has answered this yet.');
      caller.act.objectId = id;
      await audit(caller);
      if (one.readAt !== null) return;
      await repository.markRead(id);
      await ringAround(patientId);
    });
  }

  private async ownerOf(caller: Caller, type: string, id: string): Promise<string | undefined> {
    if (type !== 'Observation')
      return (await mayReadRecord(caller, type, id)) ? (await readRecord(type, id))?.patientId : undefined;
    const found = await this.observations.read(beside(caller), id).catch((error: unknown) => {
      if (error instanceof DomainError && error.status === 404) return undefined;
      throw error;
    });
    return found?.patientId;
  }

  /** The thing itself gets its next version; without one there is only the answer. */
  private async carryOut(
    caller: Caller,
    { targetType, targetId, patientId }: repository.Correction,
    status: 'entered-in-error' | 'amended',
    note: string,
  ): Promise<void> {
    if (targetType === null || targetId === null) return;
    if (targetType === 'Observation') {
      await lockReading(targetId);
      const row = await this.observations.read(beside(caller), targetId);
      await this.observations.store(caller, [
        await amendedObservation(row, { status, note, at: this.clock.now(), by: caller.personId }),
      ]);
      return;
    }
    const record = await readRecord(targetType, targetId);
    if (!record || record.patientId !== patientId) throw notFound(targetType);
    const change = targetType === 'DocumentReference' && status === 'amended' ? { docStatus: 'amended' } : { status };
    const resource = carryExact(record.resource, { ...record.resource, ...change });
    await saveRecord({ type: targetType, id: targetId, patientId, resource, expectedVersion: record.version });
  }
}

/** The same person in the same act, whose one audit row is about the correction. */
const beside = (caller: Caller): Caller => ({
  ...caller,
  act: { patientId: null, objectId: null, count: 1, written: true },
});

/** What a patient says of a protected note is as protected as the note. */
const mayReadTarget = async (caller: Caller, { targetType, targetId }: repository.Correction): Promise<boolean> =>
  targetType === null || targetId === null || targetType === 'Observation'
    ? true
    : mayReadRecord(caller, targetType, targetId);

function toView({ targetType, targetId, askedAt, decidedAt, readAt, ...one }: repository.Correction) {
  return {
    ...one,
    about: targetType === null ? null : `${targetType}/${targetId}`,
    askedAt: askedAt.toISOString(),
    decidedAt: decidedAt?.toISOString() ?? null,
    readAt: readAt?.toISOString() ?? null,
  };
}
