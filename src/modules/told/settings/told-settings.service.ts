import { Injectable } from '@nestjs/common';
import { audit } from '../../../platform/auth/audit.js';
import type { Caller } from '../../../platform/auth/caller.js';
import { Database } from '../../../platform/database/database.js';
import { forbidden } from '../../../platform/http/domain-error.js';
import { DEFAULT_TOLD, type ToldSettings } from '../decide/decide-telling.js';
import { findToldSettings, saveToldSettings } from './told-settings.repository.js';

/** What I want to be told of, in this clinic. */
@Injectable()
export class ToldSettingsService {
  constructor(private readonly database: Database) {}

  read(caller: Caller): Promise<ToldSettings> {
    const personId = personOf(caller);
    return this.database.inClinic(caller.clinicId, async () => (await findToldSettings(personId)) ?? DEFAULT_TOLD);
  }

  change(caller: Caller, settings: ToldSettings): Promise<ToldSettings> {
    const personId = personOf(caller);
    return this.database.inClinic(caller.clinicId, async () => {
      await saveToldSettings(personId, settings);
      await audit(caller);
      return settings;
    });
  }
}

function personOf({ personId }: Caller): string {
  if (personId === null) throw forbidden();
  return personId;
}
