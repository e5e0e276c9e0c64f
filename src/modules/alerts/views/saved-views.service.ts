import { Injectable } from '@nestjs/common';
import { audit } from '../../../platform/auth/audit.js';
import type { Caller } from '../../../platform/auth/caller.js';
import { UUID } from '../../../platform/auth/compartment.js';
import { Database } from '../../../platform/database/database.js';
import { DomainError, forbidden, invalid, notFound } from '../../../platform/http/domain-error.js';
import * as repository from './saved-views.repository.js';
import type { PutSavedView } from './saved-views.schema.js';

const MOST_VIEWS = 30;

/** A person's own ways to look at the worklist. Nobody else sees or changes them. */
@Injectable()
export class SavedViewsService {
  constructor(private readonly database: Database) {}

  async list(caller: Caller) {
    return { items: await this.of(caller, (personId) => repository.findSavedViews(personId)) };
  }

  /** The same id again is the same view: a retry changes nothing. */
  async put(caller: Caller, id: string, view: PutSavedView): Promise<repository.SavedView> {
    if (!UUID.test(id)) throw invalid([{ path: 'id', message: 'must be a UUID' }]);
    const saved = { id: id.toLowerCase(), ...view };
    await this.of(caller, async (personId) => {
      const known = await repository.findSavedViews(personId);
      if (known.length >= MOST_VIEWS && !known.some((one) => one.id === saved.id))
        throw new DomainError('TOO_MANY_VIEWS', 409, `At most ${MOST_VIEWS} views can be saved: remove one first.`);
      await repository.putSavedView(personId, saved);
      await audit(caller);
    });
    return saved;
  }

  async remove(caller: Caller, id: string): Promise<void> {
    await this.of(caller, async (personId) => {
      if (!UUID.test(id) || !(await repository.deleteSavedView(personId, id))) throw notFound('view');
      await audit(caller);
    });
  }

  private of<T>(caller: Caller, run: (personId: string) => Promise<T>): Promise<T> {
    const { personId } = caller;
    if (personId === null) throw forbidden();
    return this.database.inClinic(caller.clinicId, () => run(personId));
  }
}
