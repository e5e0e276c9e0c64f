import { Injectable } from '@nestjs/common';
import { audit } from '../../platform/auth/audit.js';
import { type Caller, touchPatients } from '../../platform/auth/caller.js';
import { reachPatient, UUID } from '../../platform/auth/compartment.js';
import { afterCommit, Database } from '../../platform/database/database.js';
import { DomainError, forbidden, notFound } from '../../platform/http/domain-error.js';
import { ConsentHooks } from '../consents/index.js';
import { DueSignal, requestRecompute } from '../observations/index.js';
import { readRecord, type Resource, saveRecord } from '../record/index.js';
import { endExportsSince } from '../rights/index.js';
import { revokeOpenTransfers } from '../transfers/index.js';
import { type Refusal, refuseDecision, refuseMerge, refuseParting } from './decide-merge.js';
import { joinAnswers, partAnswers } from './merged-answers.js';
import { findSides } from './merge-sides.js';
import * as repository from './merging.repository.js';
import type { NewMerge } from './merging.schema.js';
import { asApart, asReplaced, asReplacing } from './replaced-by.js';

/** Two records of one person become one, and two again if that was wrong. */
@Injectable()
export class MergingService {
  constructor(
    private readonly database: Database,
    private readonly due: DueSignal,
    private readonly consents: ConsentHooks,
  ) {}

  list(caller: Caller) {
    return this.database.inClinic(caller.clinicId, async () => {
      const shown = await view(caller);
      touchPatients(
        caller,
        shown.items.flatMap(({ survivor, duplicate }) => [survivor.patientId, duplicate.patientId]),
      );
      caller.act.count = shown.items.length;
      return shown;
    });
  }

  /** Nothing moves yet: an admin who did not propose it decides. The same id again is the same proposal. */
  propose(caller: Caller, merge: NewMerge) {
    const by = personOf(caller);
    return this.database.inClinic(caller.clinicId, async () => {
      await reachPatient(caller, merge.duplicateId);
      await reachPatient(caller, merge.survivorId);
      refuse(await this.checkBoth(merge.survivorId, merge.duplicateId));
      if (!(await repository.insertMerge({ ...merge, by })) && !(await isSame(merge, by)))
        throw new DomainError('MERGE_OPEN', 409, 'There is a proposal about this record already.');
      caller.act.objectId = merge.id;
      touchPatients(caller, [merge.survivorId, merge.duplicateId]);
      await audit(caller);
      return view(caller);
    });
  }

  /** Observations, alerts, visits, answers and the people around follow; daily values and trends are worked out anew. */
  execute(caller: Caller, id: string) {
    const by = personOf(caller);
    // The workers go on with both patients meanwhile: who meets one of them steps aside, and goes again.
    return this.database.inClinicAgain(caller.clinicId, async () => {
      const { survivorId, duplicateId } = await this.lock(caller, id, 'proposed', by);
      refuse(await this.checkBoth(survivorId, duplicateId));
      const moved = await repository.moveAll(duplicateId, survivorId, by);
      await repository.setMergedInto(duplicateId, survivorId);
      await revokeOpenTransfers([survivorId, duplicateId]);
      await rewrite(duplicateId, (patient) => asReplaced(patient, survivorId));
      await rewrite(survivorId, (patient) => asReplacing(patient, duplicateId));
      const answers = await joinAnswers(caller, this.consents, survivorId, duplicateId);
      await repository.decideMerge(id, 'done', by, { ...moved, answers });
      await this.addUpAnew(survivorId, duplicateId);
      await audit(caller);
      return view(caller);
    });
  }

  refuse(caller: Caller, id: string) {
    const by = personOf(caller);
    return this.database.inClinic(caller.clinicId, async () => {
      await this.lock(caller, id, 'proposed', by);
      await repository.decideMerge(id, 'refused', by, null);
      await audit(caller);
      return view(caller);
    });
  }

  /** What was taken over goes back; what has come since stays with the surviving record, except for a No, which counts for both. */
  undo(caller: Caller, id: string) {
    const by = personOf(caller);
    return this.database.inClinicAgain(caller.clinicId, async () => {
      const merge = await this.lock(caller, id, 'done', by);
      const { survivorId, duplicateId, moved } = merge;
      const locked = await repository.lockPatients([survivorId, duplicateId]);
      refuse(refuseParting(locked.get(survivorId)?.isBeingErased === true));
      if (locked.get(duplicateId)?.mergedInto !== survivorId || !moved)
        throw new DomainError(
          'MERGED_SINCE',
          409,
          'The surviving record was merged itself since: undo that merge first.',
        );
      await repository.setMergedInto(duplicateId, null);
      await repository.moveBack(moved, survivorId, duplicateId, by);
      await partAnswers(caller, this.consents, merge, moved.answers);
      if (merge.decidedAt) await endExportsSince(survivorId, merge.decidedAt);
      await rewrite(duplicateId, (patient) => asApart(patient, survivorId));
      await rewrite(survivorId, (patient) => asApart(patient, duplicateId));
      await repository.markUndone(id, by);
      await this.addUpAnew(survivorId, duplicateId);
      await audit(caller);
      return view(caller);
    });
  }

  private async lock(caller: Caller, id: string, wanted: 'proposed' | 'done', by: string) {
    const merge = UUID.test(id) ? await repository.lockMerge(id) : undefined;
    if (!merge) throw notFound('merge');
    refuse(refuseDecision(merge, wanted, by));
    caller.act.objectId = id;
    touchPatients(caller, [merge.survivorId, merge.duplicateId]);
    return merge;
  }

  private async checkBoth(survivorId: string, duplicateId: string): Promise<Refusal | undefined> {
    const locked = await repository.lockPatients([survivorId, duplicateId]);
    const [survivor, duplicate] = [locked.get(survivorId), locked.get(duplicateId)];
    if (!survivor || !duplicate) throw notFound('patient');
    const facts = (patient: repository.LockedPatient) => ({
      hasAccount: patient.personId !== null,
      isMerged: patient.mergedInto !== null,
      isBeingErased: patient.isBeingErased,
    });
    const refusal = refuseMerge(facts(survivor), facts(duplicate));
    if (refusal || !(await repository.hasReadingsOfClosedMonths(survivorId, duplicateId))) return refusal;
    return {
      code: 'MONTHS_CLOSED',
      reason:
        'The record that would go still has readings of months that are closed in the record that would stay. Let the other one stay.',
    };
  }

  private async addUpAnew(survivorId: string, duplicateId: string): Promise<void> {
    await repository.lookAgainAtOldMonths([survivorId, duplicateId]);
    for (const patientId of [survivorId, duplicateId])
      await requestRecompute(patientId, null, [survivorId, duplicateId]);
    afterCommit(() => this.due.ring());
  }
}

function personOf(caller: Caller): string {
  if (caller.personId === null) throw forbidden();
  return caller.personId;
}

function refuse(refusal: Refusal | undefined): void {
  if (refusal) throw new DomainError(refusal.code, 409, refusal.reason);
}

async function isSame(merge: NewMerge, by: string): Promise<boolean> {
  const known = await repository.lockMerge(merge.id);
  return known?.survivorId === merge.survivorId && known.duplicateId === merge.duplicateId && known.proposedBy === by;
}

async function rewrite(patientId: string, change: (patient: Resource) => Resource): Promise<void> {
  const record = await readRecord('Patient', patientId);
  if (record) await saveRecord({ type: 'Patient', id: patientId, patientId, resource: change(record.resource) });
}

async function view(caller: Caller) {
  const rows = await repository.findMerges();
  // Only while it is undecided: afterwards all of it stands in one of them.
  const open = rows.filter(({ state }) => state === 'proposed');
  const sides = await findSides(open.flatMap(({ survivorId, duplicateId }) => [survivorId, duplicateId]));
  const side = (patientId: string, name: string, birthDate: string | null, state: string) => ({
    patientId,
    name,
    birthDate,
    holds: (state === 'proposed' && sides.get(patientId)) || null,
  });
  return {
    items: rows.map((row) => ({
      id: row.id,
      survivor: side(row.survivorId, row.survivorName, row.survivorBirthDate, row.state),
      duplicate: side(row.duplicateId, row.duplicateName, row.duplicateBirthDate, row.state),
      state: row.state,
      reason: row.reason,
      proposedBy: row.proposedByName,
      proposedAt: row.proposedAt.toISOString(),
      decidedBy: row.decidedByName,
      decidedAt: row.decidedAt?.toISOString() ?? null,
      undoneAt: row.undoneAt?.toISOString() ?? null,
      mayDecide: caller.role === 'admin' && row.proposedBy !== caller.personId,
    })),
  };
}
