import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { audit } from '../../platform/auth/audit.js';
import type { Caller } from '../../platform/auth/caller.js';
import { reachPatient } from '../../platform/auth/compartment.js';
import { ASKED_PURPOSES, type ConsentPurpose } from '../../platform/auth/consent-condition.js';
import { findLivingId } from '../../platform/auth/merged-patient.js';
import { Database } from '../../platform/database/database.js';
import { invalid, notFound } from '../../platform/http/domain-error.js';
import { ConsentHooks } from './consent-hooks.js';
import { type ConsentText, findText, findTextsInForce, insertText } from './consent-texts.repository.js';
import { toPurposeViews, toShownConsent } from './consent-view.js';
import { refused } from './consents.errors.js';
import * as repository from './consents.repository.js';
import type { ConsentAnswer } from './consents.schema.js';
import { type ConsentHow, decideConsent } from './decide-consent.js';

/** What a patient agreed to, in which words, and who wrote it down. */
@Injectable()
export class ConsentsService {
  constructor(
    private readonly database: Database,
    private readonly hooks: ConsentHooks,
  ) {}

  /** Of a record that was merged, what holds for the one it became. */
  view(caller: Caller, asked: string) {
    return this.database.inClinic(caller.clinicId, async () => {
      const patientId = await findLivingId(asked);
      await reachPatient(caller, patientId);
      return this.read(patientId);
    });
  }

  /** One answer with the very words that were shown for it. */
  shown(caller: Caller, patientId: string, id: string) {
    return this.database.inClinic(caller.clinicId, async () => {
      await reachPatient(caller, patientId);
      const decision = await repository.findDecision(id);
      if (!decision || decision.patientId !== patientId.toLowerCase()) throw notFound('consent');
      caller.act.objectId = id;
      return toShownConsent(decision, decision.textId === null ? undefined : await findText(decision.textId));
    });
  }

  /**
   * Keeps an answer, and does what follows from it in the same transaction. Under the id of a record that was merged it
   * counts for the one it became: a No must not get lost on the way.
   *
   * @throws DomainError CONSENT_… when it answers words that are not in force, or withdraws what was not given
   */
  answer(caller: Caller, asked: string, purpose: ConsentPurpose, answer: ConsentAnswer) {
    const how = howOf(caller, answer);
    return this.database.inClinic(caller.clinicId, async () => {
      const patientId = await findLivingId(asked);
      await reachPatient(caller, patientId);
      await repository.lockDecisions(patientId);
      const texts = (await findTextsInForce()).filter((text) => text.purpose === purpose);
      const last = await repository.findLastDecision(patientId, purpose);
      const verdict = decideConsent(
        last,
        { status: answer.status, textHash: answer.textHash },
        // Of what nobody is asked any more, no words are in force.
        new Set(ASKED_PURPOSES.includes(purpose) ? texts.map(({ sha256 }) => sha256) : []),
      );
      if (verdict.kind === 'refuse') throw refused(verdict.code);
      if (verdict.kind === 'record') {
        const shown = texts.find(({ sha256 }) => sha256 === answer.textHash);
        const textId = answer.status === 'withdrawn' ? (last?.textId ?? null) : await keep(shown);
        const { status, reason } = answer;
        caller.act.objectId = await repository.insertDecision({
          patientId,
          purpose,
          status,
          by: caller.actor,
          how,
          reason,
          textId,
        });
      }
      await audit(caller);
      if (verdict.kind === 'record') {
        const { clinicId, personId } = caller;
        await this.hooks.changed(purpose, { clinicId, personId, patientId, status: answer.status });
      }
      const view = (await this.read(patientId)).items.find((item) => item.purpose === purpose);
      return view!;
    });
  }

  /** All that was agreed to ends, with what follows from it: the patient is being erased. May be done twice. */
  withdrawAll(clinicId: string, patientId: string): Promise<void> {
    return this.database.inClinic(clinicId, async () => {
      await repository.lockDecisions(patientId);
      const last = Map.groupBy(await repository.findDecisions(patientId), ({ purpose }) => purpose);
      for (const [purpose, [decision]] of last) {
        if (decision?.status !== 'given') continue;
        const { textId } = decision;
        await repository.insertDecision({
          patientId,
          purpose,
          status: 'withdrawn',
          by: 'erasure',
          how: 'erasure',
          textId,
        });
        await this.hooks.changed(purpose, { clinicId, personId: null, patientId, status: 'withdrawn' });
      }
    });
  }

  private async read(patientId: string) {
    const [texts, decisions] = [await findTextsInForce(), await repository.findDecisions(patientId)];
    return { items: toPurposeViews(texts, decisions) };
  }
}

/** The text as a row to point at: ours becomes one when it is answered for the first time. */
async function keep(text: ConsentText | undefined): Promise<string | null> {
  if (!text || text.id !== null) return text?.id ?? null;
  const { purpose, language, title, body } = text;
  const stored = await insertText({ id: randomUUID(), purpose, language, title, body, by: 'stepwell' });
  return stored?.id ?? null;
}

/** The patient answers in the app. Of what somebody else writes down we want to know how it was said, and why by them. */
function howOf(caller: Caller, { how, reason }: ConsentAnswer): ConsentHow {
  if (caller.role !== 'patient') {
    const missing = [
      ...(how ? [] : [{ path: 'how', message: 'is needed from the team: paper, spoken or telephone' }]),
      ...(reason
        ? []
        : [{ path: 'reason', message: 'is needed from the team: why the patient does not answer in the app' }]),
    ];
    if (missing.length > 0 || !how) throw invalid(missing);
    return how;
  }
  if (how || reason)
    throw invalid([
      { path: how ? 'how' : 'reason', message: 'is for the team: the patient answers here, without one' },
    ]);
  return 'in-app';
}
