import { Injectable } from '@nestjs/common';
import { type Caller, touchPatients } from '../../../platform/auth/caller.js';
import { Database } from '../../../platform/database/database.js';
import { asPatientReader } from '../patient-reader.js';
import { findLookalikes, findSharer } from './duplicates.repository.js';
import { type Identity, scoreMatch } from './score-match.js';

const MOST_SHOWN = 10;

/**
 * Whether somebody is registered already. Answers names and birth dates only: it looks beyond one's own patients. Who has an
 * e-mail address already is said of patients within reach alone: addresses cannot be tried out.
 */
@Injectable()
export class DuplicatesService {
  constructor(private readonly database: Database) {}

  /** @param except - a patient who is not compared with themself */
  find(caller: Caller, person: Identity, except: string | null = null) {
    return this.database.inClinic(caller.clinicId, async () => {
      const found = (await findLookalikes(person)).flatMap((row) => {
        const match = row.id === except ? undefined : scoreMatch(person, row);
        if (!match) return [];
        const name = `${row.givenName} ${row.familyName}`.trim();
        return [{ patientId: row.id, name, birthDate: row.birthDate, ...match }];
      });
      const items = found
        .sort((a, b) => a.certainty.localeCompare(b.certainty) || b.because.length - a.because.length)
        .slice(0, MOST_SHOWN);
      touchPatients(
        caller,
        items.map(({ patientId }) => patientId),
      );
      caller.act.count = items.length;
      return { items };
    });
  }

  /** For whoever registers somebody: who may be the same, and who has the e-mail already. */
  findBeforeRegistering(caller: Caller, person: Identity) {
    return this.database.inClinic(caller.clinicId, async () => {
      const { items } = await this.find(caller, person);
      const sharer = person.email ? await findSharer(asPatientReader(caller), person.email) : undefined;
      if (!sharer) return { items, sharesEmail: null };
      touchPatients(caller, [...items.map(({ patientId }) => patientId), sharer.id]);
      return { items, sharesEmail: { patientId: sharer.id, name: sharer.name, signsIn: sharer.signsIn } };
    });
  }
}
