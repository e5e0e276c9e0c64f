import { transactionTime } from '../../platform/database/database.js';
import { Injectable } from '@nestjs/common';
import { Mail } from '../../platform/mail/mail.js';
import { tellAskedBy } from '../clinics/index.js';
import { findChannels } from './clinic/clinic-channels.repository.js';
import { decideNotice, DEFAULT_SETTINGS, type Urgency } from './decide/decide-notice.js';
import * as repository from './notices.repository.js';
import type { NewNotice, Words } from './notices.repository.js';

/** Why somebody is told: one call of the chain about one alert, or a test. */
export interface NoticeJob {
  readonly stepId: number | null;
  readonly alertId: string | null;
  readonly urgency: Urgency;
  readonly onCallIds: readonly string[];
  readonly snoozedIds: readonly string[];
}

/** Somebody waits for a patient's yes: it can wait, and nobody is called about it. */
const QUESTION: NoticeJob = { stepId: null, alertId: null, urgency: 'ordinary', onCallIds: [], snoozedIds: [] };

/** Whom of those who are told a notice reaches at once, and whom when their quiet hours are over. */
export interface Reached {
  readonly now: readonly string[];
  readonly later: readonly string[];
}

/**
 * Writes who is to be told by what, and who is not and why; in the open transaction, so that a call and its notices are one.
 * They are sent afterwards, by any node.
 */
@Injectable()
export class Notices {
  constructor(private readonly mail: Mail) {
    tellAskedBy(async (personId) => void (await this.toPeople(QUESTION, [personId], 'asked')));
  }

  async toPeople(job: NoticeJob, personIds: readonly string[], words: Words = 'item'): Promise<Reached> {
    const reached = { now: [] as string[], later: [] as string[] };
    if (personIds.length === 0) return reached;
    const now = await transactionTime();
    const readers = await repository.findReaders(personIds);
    for (const { personId, settings, zone, subscriptionIds } of readers) {
      const { send, notBefore, withheld } = decideNotice({
        settings: settings ?? DEFAULT_SETTINGS,
        urgency: job.urgency,
        isOnCall: job.onCallIds.includes(personId),
        isSnoozed: job.snoozedIds.includes(personId),
        zone,
        now,
        subscriptionIds,
        mails: this.mail.reachesPeople,
      });
      const notice = noticeOf(job, personId, words);
      await repository.addNotices([
        ...send.map((how) => ({ ...notice, ...how, notBefore })),
        ...withheld.map(({ channel, reason }) => ({ ...notice, channel, withheld: reason })),
      ]);
      if (send.length > 0) reached[notBefore ? 'later' : 'now'].push(personId);
    }
    return reached;
  }

  /** Somebody is not called at all. */
  withhold(job: NoticeJob, personId: string, reason: 'absent'): Promise<void> {
    return repository.addNotices([{ ...noticeOf(job, personId, 'item'), channel: 'none', withheld: reason }]);
  }

  /** The clinic's own system hears of every call, if it wants to. */
  async toMachine(job: NoticeJob): Promise<void> {
    const { webhookUrl, hasSecret } = await findChannels();
    const notice: NewNotice = { ...noticeOf(job, null, 'item'), channel: 'webhook', target: 'clinic' };
    if (webhookUrl) await repository.addNotices([hasSecret ? notice : { ...notice, withheld: 'no-secret' }]);
  }

  /** Where the clinic wants to be told when nobody could be reached. False: it has not said, or nothing could be sent there. */
  async toFallback(job: NoticeJob): Promise<boolean> {
    const { fallbackEmail, fallbackWebhookUrl, hasSecret } = await findChannels();
    const notice = noticeOf(job, null, 'fallback');
    const how: NewNotice[] = [];
    if (fallbackEmail && this.mail.reachesPeople) how.push({ ...notice, channel: 'e-mail', target: 'fallback' });
    if (fallbackWebhookUrl && hasSecret) how.push({ ...notice, channel: 'webhook', target: 'fallback' });
    const withheld = fallbackWebhookUrl && !hasSecret ? 'no-secret' : 'no-fallback';
    const none: NewNotice = { ...notice, channel: 'none', target: 'fallback', withheld };
    await repository.addNotices(how.length > 0 ? how : [none]);
    return how.length > 0;
  }

  /** "Your clinic could not be reached; in need, call your emergency number." Quiet hours do not hold it back. */
  async toPatient(job: NoticeJob, patientId: string): Promise<boolean> {
    const personId = await repository.findPatientPerson(patientId);
    if (personId !== null)
      return (
        (await this.toPeople({ ...job, urgency: 'now', onCallIds: [personId] }, [personId], 'patient')).now.length > 0
      );
    await repository.addNotices([
      { ...noticeOf(job, null, 'patient'), channel: 'none', target: 'patient', withheld: 'no-account' },
    ]);
    return false;
  }
}

const noticeOf = ({ stepId, alertId, urgency }: NoticeJob, personId: string | null, words: Words) => ({
  stepId,
  alertId,
  urgency,
  personId,
  words,
  target: '',
});
