import { Injectable } from '@nestjs/common';
import { audit } from '../../platform/auth/audit.js';
import { type Caller, touchPatients } from '../../platform/auth/caller.js';
import { UUID } from '../../platform/auth/compartment.js';
import { reasonWords } from '../../platform/auth/glass.js';
import { Config } from '../../platform/config/config.js';
import { afterCommit, Database } from '../../platform/database/database.js';
import { DomainError, forbidden, notFound } from '../../platform/http/domain-error.js';
import { Mail } from '../../platform/mail/mail.js';
import { findLivingId } from '../patients/index.js';
import * as repository from './break-glass.repository.js';
import type { GlassQuery, Judgement, NameQuery, NewGlass } from './break-glass.schema.js';
import { toOpenGlass, toReviewedGlass } from './glass-view.js';
import { glassLetter } from './glass-letter.js';

/** An hour's look at a patient of somebody else, for a reason, and what comes after it. */
@Injectable()
export class BreakGlassService {
  constructor(
    private readonly database: Database,
    private readonly mail: Mail,
    private readonly config: Config,
  ) {}

  names(caller: Caller, { query }: NameQuery) {
    return this.database.inClinic(caller.clinicId, async () => {
      const items = await repository.findNames(query);
      touchPatients(
        caller,
        items.map(({ id }) => id),
      );
      caller.act.count = items.length;
      return { items };
    });
  }

  /**
   * Opens the record for an hour and tells those who watch over it; of one that was merged, the record that lives on.
   * The same request again is the same glass.
   */
  async open(caller: Caller, asked: string, glass: NewGlass) {
    const personId = personOf(caller);
    return this.database.inClinic(caller.clinicId, async () => {
      const patientId = (await findLivingId(asked)).toLowerCase();
      if (!UUID.test(patientId) || !(await repository.existsPatient(patientId))) throw notFound('patient');
      const isNew = await repository.insertGlass({ ...glass, patientId, personId });
      const stored = await repository.findGlass(glass.id);
      if (!stored || stored.patientId !== patientId || stored.personId !== personId)
        throw new DomainError('GLASS_EXISTS', 409, 'There is another one with this id already.');
      caller.act.patientId = patientId;
      caller.act.objectId = glass.id;
      caller.act.reason = reasonWords(stored);
      await audit(caller);
      if (isNew) await this.tell(patientId, personId);
      return toOpenGlass(stored);
    });
  }

  mine(caller: Caller) {
    return this.database.inClinic(caller.clinicId, async () => ({
      items: (await repository.findOpenOf(personOf(caller))).map(toOpenGlass),
    }));
  }

  end(caller: Caller, id: string): Promise<void> {
    return this.database.inClinic(caller.clinicId, async () => {
      const glass = await repository.findGlass(id);
      if (glass?.personId !== personOf(caller)) throw notFound('break-glass access');
      await repository.endGlass(id);
      caller.act.patientId = glass.patientId;
      caller.act.objectId = id;
      await audit(caller);
    });
  }

  list(caller: Caller, { state }: GlassQuery) {
    return this.database.inClinic(caller.clinicId, async () => {
      const items = (await repository.findForReview(state === 'judged')).map(toReviewedGlass);
      touchPatients(
        caller,
        items.map(({ patient }) => patient.id),
      );
      caller.act.count = items.length;
      return { items };
    });
  }

  /** A judgement is passed once; two administrators at the same time do not overwrite each other. */
  judge(caller: Caller, id: string, judgement: Judgement) {
    return this.database.inClinic(caller.clinicId, async () => {
      const glass = await repository.findGlass(id);
      if (!glass) throw notFound('break-glass access');
      const isJudged = await repository.judgeGlass(id, personOf(caller), judgement);
      if (!isJudged) throw new DomainError('GLASS_JUDGED', 409, 'Somebody has judged this already.');
      caller.act.patientId = glass.patientId;
      caller.act.objectId = id;
      await audit(caller);
      return toReviewedGlass((await repository.findGlass(id))!);
    });
  }

  /** A hint beside the list that shows it anyway: a mail that is lost hides nothing. */
  private async tell(patientId: string, personId: string): Promise<void> {
    const watchers = await repository.findWatchers(patientId, personId);
    const letter = glassLetter(this.config.publicUrl);
    afterCommit(() => {
      for (const { email } of watchers) void this.mail.send(email, letter);
    });
  }
}

function personOf(caller: Caller): string {
  if (caller.personId === null) throw forbidden();
  return caller.personId;
}
