import { Injectable } from '@nestjs/common';
import type { Caller } from '../../platform/auth/caller.js';
import { findFollowed } from '../../platform/auth/followed-patients.js';
import { Principals } from '../../platform/auth/principals.js';
import { newSecret } from '../../platform/auth/secrets.js';
import { SignIn } from '../../platform/auth/sign-in.js';
import { Clock } from '../../platform/clock/clock.js';
import { Database, query } from '../../platform/database/database.js';
import { forbidden, notFound } from '../../platform/http/domain-error.js';
import { findClinic } from '../clinics/index.js';

const TICKET_SECONDS = 30;

@Injectable()
export class AccountsService {
  constructor(
    private readonly database: Database,
    private readonly principals: Principals,
    private readonly clock: Clock,
    private readonly signIn: SignIn,
  ) {}

  async session(caller: Caller) {
    const personId = requirePerson(caller);
    const memberships = await this.principals.membershipsOf(personId);
    const times = await this.signIn.sessions.times(caller.sessionId ?? '');
    return this.database.inClinic(caller.clinicId, async () => {
      const clinic = await findClinic(caller.clinicId);
      const [person] = await query<{ id: string; name: string; email: string }>(
        'SELECT id, name, email FROM person WHERE id = $1',
        [personId],
      );
      if (!clinic || !person || !times) throw notFound('session');
      return {
        person,
        clinic,
        role: caller.role,
        profession: caller.profession,
        patientId: caller.patientId,
        lookedAfter: caller.role === 'caregiver' ? await findFollowed(personId) : [],
        clinics: memberships.map((m) => ({ id: m.clinicId, name: m.clinicName, role: m.role })),
        secondFactorNeeded: caller.owesSecondFactor === true,
        ends: { idleSeconds: times.idleSeconds, at: times.expiresAt.toISOString() },
        serverTime: this.clock.now().toISOString(),
      };
    });
  }

  /** From now on this session acts in that clinic: of its choices, a row a clinic, the newest counts. */
  async chooseClinic(caller: Caller, clinicId: string): Promise<void> {
    const memberships = await this.principals.membershipsOf(requirePerson(caller));
    if (!memberships.some((m) => m.clinicId === clinicId)) throw notFound('clinic');
    await this.database.inClinic(clinicId, () =>
      query(
        `INSERT INTO session_clinic (clinic_id, session_id) VALUES ($1, $2)
         ON CONFLICT (clinic_id, session_id) DO UPDATE SET chosen_at = clock_timestamp()`,
        [clinicId, caller.sessionId],
      ),
    );
  }

  /** One use, half a minute: proves to a socket who is behind it without a cookie or a token in a URL. */
  async socketTicket(caller: Caller) {
    const personId = requirePerson(caller);
    const { secret, hash } = newSecret('tkt');
    await this.database.inClinic(caller.clinicId, async () => {
      await query('DELETE FROM socket_ticket WHERE expires_at < now()');
      await query(
        `INSERT INTO socket_ticket (clinic_id, token_hash, person_id, session_id, expires_at) VALUES ($1, $2, $3, $4, now() + make_interval(secs => $5))`,
        [caller.clinicId, hash, personId, caller.sessionId, TICKET_SECONDS],
      );
    });
    return { ticket: secret, expiresInSeconds: TICKET_SECONDS };
  }
}

function requirePerson(caller: Caller): string {
  if (caller.personId === null) throw forbidden('Sessions are for people, not for integrations.');
  return caller.personId;
}
