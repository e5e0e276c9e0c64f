import { Injectable } from '@nestjs/common';
import { audit } from '../../../platform/auth/audit.js';
import type { Caller } from '../../../platform/auth/caller.js';
import { reachPatient, UUID } from '../../../platform/auth/compartment.js';
import { Database } from '../../../platform/database/database.js';
import { notFound } from '../../../platform/http/domain-error.js';
import { deliver, findCareRecipients, findPatientFollowers } from '../../../platform/sockets/deliveries.js';
import { recordEvent, touchAlert } from '../../alerts/index.js';
import { findChannels } from '../../notifications/index.js';
import { isGranted, TOLD_KINDS } from '../decide/told-kinds.js';
import { withoutTarget } from '../decide/without-target.js';
import * as repository from './notices.repository.js';
import type { AddAnswer, TakeBackAnswer } from './notices.schema.js';

@Injectable()
export class NoticesService {
  constructor(private readonly database: Database) {}

  list(caller: Caller, patientId: string) {
    return this.database.inClinic(caller.clinicId, async () => {
      await reachPatient(caller, patientId);
      return read(caller, patientId);
    });
  }

  /** Goes to the timeline and to the team's pages. It resolves nothing: that is the team's to decide. */
  answer(caller: Caller, alertId: string, { id: clientId, answer, words }: AddAnswer) {
    const by = caller.role === 'caregiver' ? 'caregiver' : 'patient';
    const note = words || null;
    return this.say(caller, alertId, () =>
      recordEvent({
        alertId,
        kind: 'answered',
        personId: caller.personId,
        note,
        detail: { answer, by },
        clientId,
      }),
    );
  }

  /** The timeline keeps both; the answer counts no more. */
  takeBack(caller: Caller, alertId: string, { id: clientId, answerId }: TakeBackAnswer) {
    return this.say(caller, alertId, async () => {
      const undoes = await repository.findAnswer(alertId, answerId, caller.personId);
      if (undoes === undefined) throw notFound('answer');
      return recordEvent({ alertId, kind: 'unanswered', personId: caller.personId, undoes, clientId });
    });
  }

  private say(caller: Caller, alertId: string, record: () => Promise<number | undefined>) {
    return this.database.inClinic(caller.clinicId, async () => {
      const alert = UUID.test(alertId) ? await repository.findAnswerable(caller, alertId) : undefined;
      if (alert === undefined || !(await findRights(caller, alert.patientId)).mayHear(alert)) throw notFound('notice');
      const { patientId } = alert;
      await reachPatient(caller, patientId);
      caller.act.objectId = alertId;
      const added = await record();
      await audit(caller);
      const notices = await read(caller, patientId);
      if (added !== undefined) {
        await touchAlert(alertId);
        await deliver(
          { kind: 'alert', objectId: alertId, patientId, personIds: await findCareRecipients(patientId) },
          { kind: 'trend', objectId: patientId, patientId, personIds: await findPatientFollowers(patientId) },
        );
      }
      return notices;
    });
  }
}

async function read(caller: Caller, patientId: string) {
  const { mayHear, mayReadWords } = await findRights(caller, patientId);
  const rows = (await repository.findNotices(patientId)).filter(mayHear);
  return {
    items: rows.flatMap(({ kind, metric: _, toldAt, answers, patientSentence: said, ...row }) => {
      const patientSentence = mayReadWords ? said : withoutTarget(said);
      // Which alerts tell of a goal, `isGranted` has said; what tells of nothing else is not for them either.
      if (patientSentence === null) return [];
      return {
        ...row,
        patientSentence,
        group: TOLD_KINDS[kind].group,
        toldAt: toldAt.toISOString(),
        answers: answers.map(({ personId, at, words, ...one }) => {
          const mine = personId === caller.personId;
          return { ...one, at: new Date(at).toISOString(), mine, words: mine || mayReadWords ? words : null };
        }),
      };
    }),
    help: caller.role === 'patient' ? await findHelp(patientId) : null,
  };
}

/** Of which alerts may this caller read, and the words of others? Those are answers: a caregiver must have been granted them. */
async function findRights(caller: Caller, patientId: string) {
  if (caller.role !== 'caregiver') return { mayHear: () => true, mayReadWords: true };
  const granted = await repository.findGranted(caller.personId, patientId);
  const mayHear = ({ kind, metric }: Pick<repository.NoticeRow, 'kind' | 'metric'>) => isGranted(granted, kind, metric);
  return { mayHear, mayReadWords: granted.includes('responses') };
}

async function findHelp(patientId: string) {
  const flag = await repository.findRedFlag(patientId);
  if (flag === undefined) return null;
  const { emergencyNumber, crisisLine } = await findChannels();
  return { flag, emergencyNumber, crisisLine };
}
