import { Injectable } from '@nestjs/common';
import { audit } from '../../platform/auth/audit.js';
import type { Caller } from '../../platform/auth/caller.js';
import { OAuthStore } from '../../platform/auth/oauth/oauth-store.js';
import { Database } from '../../platform/database/database.js';
import { notFound } from '../../platform/http/domain-error.js';
import * as repository from './app-grants.repository.js';

/** What people allowed apps. Once a grant has ended here, its tokens are refused within seconds, whatever else fails. */
@Injectable()
export class AppGrants {
  constructor(
    private readonly database: Database,
    private readonly store: OAuthStore,
  ) {}

  ofApp(caller: Caller, appId: string) {
    return this.database.inClinic(caller.clinicId, () => repository.findGrantsOfApp(appId));
  }

  ofCaller(caller: Caller) {
    return this.database.inClinic(caller.clinicId, () => repository.findGrantsOfPerson(caller.personId ?? ''));
  }

  endOwn(caller: Caller, id: string): Promise<void> {
    return this.end(caller, { id, personId: caller.personId ?? '' });
  }

  endOfApp(caller: Caller, appId: string, id: string): Promise<void> {
    return this.end(caller, { id, appId });
  }

  private async end(caller: Caller, which: { id: string; appId?: string; personId?: string }): Promise<void> {
    await this.database.inClinic(caller.clinicId, async () => {
      const ended = await repository.endGrants(which, caller.actor);
      if (ended.length === 0) throw notFound('grant');
      caller.act.objectId = which.id;
      await audit(caller);
    });
    await this.store.items.endGrants([which.id]);
  }

  /** For the authorisation server: the patient a grant is about. */
  async patientOf(id: string): Promise<string | null> {
    return (await this.database.asHolder(id, () => repository.findGrantPlace(id)))?.patientId ?? null;
  }

  /** For the authorisation server: it has ended a grant by itself, because a code or token was shown twice or given back. */
  async noteEnd(id: string): Promise<void> {
    const place = await this.database.asHolder(id, () => repository.findGrantPlace(id));
    if (place) await this.database.inClinic(place.clinicId, () => repository.endGrants({ id }, 'app'));
  }
}
