import { Injectable } from '@nestjs/common';
import { audit } from '../../../platform/auth/audit.js';
import { type Caller, touchPatients } from '../../../platform/auth/caller.js';
import { reachPatient, UUID } from '../../../platform/auth/compartment.js';
import { Database } from '../../../platform/database/database.js';
import { DomainError, forbidden, notFound } from '../../../platform/http/domain-error.js';
import { findLivingId } from '../../patients/index.js';
import { insertJob } from '../jobs.repository.js';
import { findRetention } from '../retention/retention.repository.js';
import type { NewErasure, NewHold } from '../rights.schema.js';
import * as repository from './erasure.repository.js';
import * as holds from './holds.repository.js';

const NONE_OPEN = () => new DomainError('NO_ERASURE', 409, 'Nobody has asked for an erasure, or it is over.');

/** To be forgotten: asked for by one, approved by another, done after a grace period, unless the law holds the data. */
@Injectable()
export class ErasuresService {
  constructor(private readonly database: Database) {}

  /** What would go, and what stands in its way. Nothing changes. */
  preview(caller: Caller, patientId: string) {
    return this.database.inClinic(caller.clinicId, async () => {
      await reachPatient(caller, patientId);
      const current = await repository.findOpenErasure(patientId);
      // Why the law holds data is for the clinic; that it does is for the patient too.
      const found = await holds.findHolds(patientId);
      return {
        counts: await repository.countErasable(patientId),
        kept: ['audit', 'erasure', 'holds'] as const,
        graceDays: (await findRetention()).erasureGraceDays,
        current: current ? toView(caller, current) : null,
        holds: found.map(({ placedAt, patientId: _, ...hold }) => ({
          ...hold,
          ...(caller.role === 'admin' ? {} : { reason: '', placedBy: '', releasedBy: null }),
          placedAt: placedAt.toISOString(),
        })),
      };
    });
  }

  list(caller: Caller) {
    return this.database.inClinic(caller.clinicId, async () => {
      const found = await repository.findErasures();
      touchPatients(
        caller,
        found.map((one) => one.patientId),
      );
      caller.act.count = found.length;
      return { items: found.map((one) => toView(caller, one)) };
    });
  }

  /** Of a record that was merged, the one it became is meant. */
  request(caller: Caller, asked: string, { id, reason }: NewErasure) {
    return this.database.inClinic(caller.clinicId, async () => {
      const patientId = await findLivingId(asked);
      await reachPatient(caller, patientId);
      caller.act.objectId = id;
      if (reason) caller.act.reason = reason;
      await audit(caller);
      await repository.insertErasure({ id, patientId, by: caller.actor, reason: reason ?? null });
      // Asked again while one is open: that one is the answer.
      const open = await repository.findOpenErasure(patientId, { lock: true });
      if (!open) throw new DomainError('ID_IN_USE', 409, 'This id is in use: make a new one.');
      return toView(caller, open);
    });
  }

  /** By a second person. It is done when the grace period is over. */
  approve(caller: Caller, patientId: string) {
    const { personId } = caller;
    if (personId === null) throw forbidden();
    return this.database.inClinic(caller.clinicId, async () => {
      await reachPatient(caller, patientId);
      const open = await repository.findOpenErasure(patientId, { lock: true });
      if (open?.state !== 'requested') throw NONE_OPEN();
      if (open.requestedBy === caller.actor) throw forbidden('Whoever asked for an erasure cannot approve it.');
      if (open.isHeld)
        throw new DomainError(
          'LEGAL_HOLD',
          409,
          'The law holds these data: release the hold first, or wait for its end.',
        );
      caller.act.objectId = open.id;
      await audit(caller);
      const { erasureGraceDays } = await findRetention();
      await insertJob('erasure', open.id, await repository.approve(open.id, personId, erasureGraceDays));
      return toView(caller, (await repository.findErasure(open.id))!);
    });
  }

  /** Until it has begun. */
  cancel(caller: Caller, patientId: string) {
    return this.database.inClinic(caller.clinicId, async () => {
      await reachPatient(caller, patientId);
      const open = await repository.findOpenErasure(patientId, { lock: true });
      if (!open || open.state === 'running') throw NONE_OPEN();
      caller.act.objectId = open.id;
      await audit(caller);
      await repository.cancel(open.id, caller.actor);
      return toView(caller, (await repository.findErasure(open.id))!);
    });
  }

  hold(caller: Caller, asked: string, { id, reason, until }: NewHold) {
    const { personId } = caller;
    if (personId === null) throw forbidden();
    return this.database.inClinic(caller.clinicId, async () => {
      const patientId = await findLivingId(asked);
      await reachPatient(caller, patientId);
      caller.act.objectId = id;
      await audit(caller);
      if (!(await holds.insertHold({ id, patientId, reason, until: until ?? null, by: personId })))
        throw new DomainError('ID_IN_USE', 409, 'This id is in use: make a new one.');
    });
  }

  release(caller: Caller, patientId: string, holdId: string, reason: string) {
    const { personId } = caller;
    if (personId === null) throw forbidden();
    return this.database.inClinic(caller.clinicId, async () => {
      await reachPatient(caller, patientId);
      if (!UUID.test(holdId) || !(await holds.releaseHold(holdId, patientId, personId, reason))) throw notFound('hold');
      caller.act.objectId = holdId;
      caller.act.reason = reason;
      await audit(caller);
    });
  }
}

function toView(caller: Caller, { requestedBy, requestedByName, approvedByName, ...one }: repository.Erasure) {
  return {
    ...one,
    patientName: caller.role === 'auditor' ? null : one.patientName,
    requestedAt: one.requestedAt.toISOString(),
    requestedBy: requestedByName,
    approvedBy: approvedByName,
    dueAt: one.dueAt?.toISOString() ?? null,
    doneAt: one.doneAt?.toISOString() ?? null,
    mayApprove: caller.role === 'admin' && one.state === 'requested' && requestedBy !== caller.actor && !one.isHeld,
  };
}
