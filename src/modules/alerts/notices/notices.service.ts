import { Injectable } from '@nestjs/common';
import { audit } from '../../../platform/auth/audit.js';
import type { Caller } from '../../../platform/auth/caller.js';
import { reachPatient, UUID } from '../../../platform/auth/compartment.js';
import { Database } from '../../../platform/database/database.js';
import { notFound } from '../../../platform/http/domain-error.js';
import { deliver, findCareRecipients } from '../../../platform/sockets/deliveries.js';
import { touch } from '../acts/acts.repository.js';
import type { AddAnswer } from '../alerts.schema.js';
import { recordEvent } from '../lifecycle/alert-events.repository.js';
import { findAnswerable, findNotices, type NoticeRow } from './notices.repository.js';

@Injectable()
export class NoticesService {
  constructor(private readonly database: Database) {}

  list(caller: Caller, patientId: string) {
    return this.database.inClinic(caller.clinicId, async () => {
      await reachPatient(caller, patientId);
      return { items: (await findNotices(patientId)).map(toNotice) };
    });
  }

  /** Goes to the timeline and to the team's pages. It resolves nothing: that is the team's to decide. */
  answer(caller: Caller, id: string, { id: clientId, answer, words }: AddAnswer) {
    return this.database.inClinic(caller.clinicId, async () => {
      const patientId = UUID.test(id) ? await findAnswerable(caller, id) : undefined;
      if (patientId === undefined) throw notFound('notice');
      await reachPatient(caller, patientId);
      caller.act.objectId = id;
      const { personId } = caller;
      const by = caller.role === 'caregiver' ? 'caregiver' : 'patient';
      const added = await recordEvent({
        alertId: id,
        kind: 'answered',
        personId,
        note: words || null,
        detail: { answer, by },
        clientId,
      });
      await audit(caller);
      const notices = { items: (await findNotices(patientId)).map(toNotice) };
      if (added !== undefined) {
        await touch(id);
        await deliver({ kind: 'alert', objectId: id, patientId, personIds: await findCareRecipients(patientId) });
      }
      return notices;
    });
  }
}

const toNotice = (row: NoticeRow) => ({
  ...row,
  raisedAt: row.raisedAt.toISOString(),
  answers: row.answers.map((one) => ({ ...one, at: new Date(one.at).toISOString() })),
});
