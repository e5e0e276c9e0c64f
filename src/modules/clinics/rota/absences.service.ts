import { Injectable } from '@nestjs/common';
import { audit } from '../../../platform/auth/audit.js';
import type { Caller } from '../../../platform/auth/caller.js';
import { UUID } from '../../../platform/auth/compartment.js';
import { Clock } from '../../../platform/clock/clock.js';
import { Database } from '../../../platform/database/database.js';
import { DomainError, forbidden, invalid, notFound } from '../../../platform/http/domain-error.js';
import { findCarePeople } from '../members/staff.repository.js';
import { recordChange } from '../settings/changes.repository.js';
import * as repository from './rota.repository.js';
import type { NewAbsence } from './rota.schema.js';

/** Who is away, and who looks after their patients meanwhile: the stand-in reaches them as if on their care teams. */
@Injectable()
export class AbsencesService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  list(caller: Caller) {
    return this.database.inClinic(caller.clinicId, async () => {
      const now = this.clock.now();
      const rows = await repository.findAbsences();
      return {
        items: rows.map(({ id, personId, name, standInId, standInName, fromAt, untilAt }) => ({
          id,
          person: { personId, name },
          standIn: { personId: standInId, name: standInName },
          fromAt: fromAt.toISOString(),
          untilAt: untilAt.toISOString(),
          isNow: fromAt <= now,
        })),
      };
    });
  }

  /** A clinician enters only an absence of their own. */
  enter(caller: Caller, absence: NewAbsence) {
    const by = ownOrAnybody(caller, absence.personId);
    return this.database.inClinic(caller.clinicId, async () => {
      await repository.lockAbsences();
      const { id, personId, standInId, fromAt, untilAt } = absence;
      const known = await findCarePeople([personId, standInId]);
      for (const path of ['personId', 'standInId'] as const)
        if (!known.includes(absence[path]))
          throw invalid([{ path, message: 'must be a clinician or coordinator of this clinic' }]);
      const clash = await repository.findClash(absence);
      if (clash === 'person')
        throw new DomainError(
          'ABSENT_ALREADY',
          409,
          'There is an absence of this person in that time already: end it first.',
        );
      if (clash === 'covering')
        throw new DomainError(
          'STANDS_IN',
          409,
          'This person stands in for somebody in that time: find somebody else for that first.',
        );
      if (clash)
        throw new DomainError(
          'STAND_IN_ABSENT',
          409,
          'Whoever is to stand in is away in that time too: choose somebody else.',
        );
      const outcome = await repository.insertAbsence(absence);
      if (outcome === 'other')
        throw new DomainError('ABSENCE_EXISTS', 409, 'An absence with this id exists and differs.');
      if (outcome === 'new')
        await recordChange({
          kind: 'absence',
          objectId: id,
          before: null,
          after: { personId, standInId, fromAt, untilAt },
          by,
        });
      caller.act.objectId = id;
      await audit(caller);
      return this.list(caller);
    });
  }

  /** Back earlier, or not gone at all. */
  end(caller: Caller, id: string): Promise<void> {
    return this.database.inClinic(caller.clinicId, async () => {
      const found = UUID.test(id) ? await repository.findAbsence(id) : undefined;
      if (!found) throw notFound('absence');
      const by = ownOrAnybody(caller, found.personId);
      await repository.endAbsence(id);
      const untilAt = found.untilAt.toISOString();
      await recordChange({
        kind: 'absence',
        objectId: id,
        before: { untilAt },
        after: { untilAt: this.clock.now().toISOString() },
        by,
      });
      caller.act.objectId = id;
      await audit(caller);
    });
  }
}

function ownOrAnybody(caller: Caller, personId: string): string {
  if (caller.personId === null) throw forbidden();
  if (caller.reach === 'own' && caller.personId !== personId)
    throw forbidden('Clinicians enter their own absences; coordinators and admins those of others.');
  return caller.personId;
}
