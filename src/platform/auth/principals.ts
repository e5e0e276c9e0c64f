import { Injectable } from '@nestjs/common';
import { Database, query } from '../database/database.js';
import type { Statement } from '../database/statement.js';
import { readAppPrincipal } from './app-principals.js';
import type { Principal, Role } from './caller.js';
import type { SharingPurpose } from './consent-condition.js';
import { GRANT_HOLDS } from './followed-patients.js';
import type { Glass } from './glass.js';
import { OAuthStore } from './oauth/oauth-store.js';
import { opensByPasswordAlone } from './second-factor-demand.js';
import { hashSecret } from './secrets.js';
import type { SignedIn } from './sessions.js';
import { SignIn } from './sign-in.js';
import { readStanding } from './standing.js';

export interface Membership {
  readonly clinicId: string;
  readonly clinicName: string;
  readonly role: Role;
  readonly profession: string | null;
}

const REMEMBER_MS = 3000;
const MOST_REMEMBERED = 10_000;

interface PersonRow {
  readonly id: string;
  readonly name: string;
  readonly email: string;
}

/** Finds out who is behind a cookie, a bearer token or a socket ticket. */
@Injectable()
export class Principals {
  private readonly bearers = new Map<string, { principal: Principal; untilMs: number }>();

  constructor(
    private readonly database: Database,
    private readonly signIn: SignIn,
    private readonly oauth: OAuthStore,
  ) {}

  /**
   * The signed-in person in the clinic of this session; undefined without a session, `nowhere` without any membership.
   *
   * @param active - the request is something the person did: it keeps an idle session open
   */
  async fromCookie(cookie: string | undefined, active = true): Promise<Principal | 'nowhere' | undefined> {
    const session = await this.signIn.read(cookie, active);
    if (!session) return undefined;
    const { person, chosen, memberships } = await this.findSessionPerson(session);
    if (!person) return undefined;
    const membership = memberships.find((m) => m.clinicId === chosen) ?? memberships[0];
    if (!membership) return 'nowhere';
    const { principal, wantsSecondFactor } = await this.standAs(person, membership, session.sessionId);
    const { authUserId, provenAt } = session;
    const owesSecondFactor = wantsSecondFactor && opensByPasswordAlone(await this.signIn.accounts.methods(authUserId));
    return { ...principal, authUserId, provenAt, owesSecondFactor };
  }

  /** The integration or app behind `Authorization: Bearer …`. Remembered for a few seconds: a revoked token ends within them. */
  async fromBearer(token: string): Promise<Principal | undefined> {
    const hash = hashSecret(token);
    const known = this.bearers.get(hash);
    if (known && known.untilMs > Date.now()) return known.principal;
    const principal = (await this.readBearer(hash)) ?? (await this.readAppToken(token));
    if (this.bearers.size > MOST_REMEMBERED) this.bearers.clear();
    if (principal) this.bearers.set(hash, { principal, untilMs: Date.now() + REMEMBER_MS });
    else this.bearers.delete(hash);
    return principal;
  }

  private async readBearer(hash: string): Promise<Principal | undefined> {
    const [row] = await this.database.asHolder(hash, () =>
      query<{ id: string; clinic_id: string; name: string; scopes: string; shares_for: SharingPurpose | null }>(
        'SELECT id, clinic_id, name, scopes, shares_for FROM api_token WHERE token_hash = $1 AND revoked_at IS NULL AND expires_at > now()',
        [hash],
      ),
    );
    if (!row) return undefined;
    return {
      kind: 'system',
      actor: `system/${row.id}`,
      personId: null,
      name: row.name,
      clinicId: row.clinic_id,
      role: 'system',
      profession: null,
      patientId: null,
      sessionId: null,
      scopes: row.scopes,
      ...(row.shares_for ? { sharesFor: row.shares_for } : {}),
    };
  }

  private async readAppToken(token: string): Promise<Principal | undefined> {
    const facts = await this.oauth.items.findBearer(token);
    return facts && readAppPrincipal(this.database, facts);
  }

  /** One-use: the ticket is gone once it has been shown. */
  async fromTicket(ticket: string): Promise<Principal | undefined> {
    const hash = hashSecret(ticket);
    const [row] = await this.database.asHolder(hash, async () => {
      const found = await query<{ clinic_id: string; person_id: string; session_id: string }>(
        'SELECT clinic_id, person_id, session_id FROM socket_ticket WHERE token_hash = $1 AND expires_at > now()',
        [hash],
      );
      return found;
    });
    if (!row) return undefined;
    const used = await this.database.inClinic(row.clinic_id, () =>
      query('DELETE FROM socket_ticket WHERE token_hash = $1 RETURNING person_id', [hash]),
    );
    if (used.length !== 1) return undefined;
    return this.refresh(row.person_id, row.clinic_id, row.session_id);
  }

  /** The same person's rights as they are now; undefined once the session, the membership or the account has ended. */
  async refresh(personId: string, clinicId: string, sessionId: string): Promise<Principal | undefined> {
    if (!(await this.signIn.sessions.isLive(sessionId))) return undefined;
    const [person] = await this.database.outside(() =>
      query<PersonRow>('SELECT id, name, email FROM person WHERE id = $1', [personId]),
    );
    const membership = (await this.membershipsOf(personId)).find((m) => m.clinicId === clinicId);
    const principal = person && membership && (await this.asPrincipal(person, membership, sessionId));
    // A caregiver of nobody, as of now, has nothing to hear of.
    return principal?.role === 'caregiver' && principal.patientId === null ? undefined : principal;
  }

  /** `refresh` for many at once; whoever is missing in the answer has no rights any more. */
  async refreshAll(principals: readonly Principal[]): Promise<Map<Principal, Principal>> {
    const live = await this.signIn.sessions.liveAmong(principals.flatMap((p) => p.sessionId ?? []));
    const byClinic = Map.groupBy(
      principals.filter((p) => p.sessionId !== null && live.has(p.sessionId)),
      (p) => p.clinicId,
    );
    const renewed = new Map<Principal, Principal>();
    for (const [clinicId, members] of byClinic) {
      const rows = await this.database.inClinic(clinicId, () => findMembers(members.flatMap((p) => p.personId ?? [])));
      const byPerson = new Map(rows.map((row) => [row.personId, row]));
      for (const principal of members) {
        const row = byPerson.get(principal.personId ?? '');
        if (!row) continue;
        const { role, profession, name } = row;
        renewed.set(principal, {
          ...principal,
          role,
          profession,
          name,
          patientId: role === 'patient' ? row.patientId : null,
          glasses: row.glasses,
        });
      }
    }
    return renewed;
  }

  /** The person behind an account, once for each clinic. */
  async everywhere(authUserId: string): Promise<Principal[]> {
    const person = await this.findPerson(authUserId);
    if (!person) return [];
    const memberships = await this.membershipsOf(person.id);
    return Promise.all(memberships.map((membership) => this.asPrincipal(person, membership, null)));
  }

  membershipsOf(personId: string): Promise<Membership[]> {
    return this.database.asPerson(personId, () => query<Membership>(MEMBERSHIPS.text));
  }

  /** Asked on every request of every page, so it is one trip to the database. */
  private async findSessionPerson({ sessionId, authUserId }: SignedIn) {
    const [, people, memberships] = await this.database.identity.together([
      { statement: ENTER_SESSION, values: [sessionId, authUserId] },
      { statement: SESSION_PERSON, values: [sessionId, authUserId] },
      { statement: MEMBERSHIPS, values: [] },
    ]);
    const [row] = people!.rows as unknown as (PersonRow & { readonly chosen: string | null })[];
    if (!row) return { person: undefined, chosen: null, memberships: [] };
    const { chosen, ...person } = row;
    return { person, chosen, memberships: memberships!.rows as unknown as Membership[] };
  }

  private async findPerson(authUserId: string): Promise<PersonRow | undefined> {
    const rows = await this.database.outside(() =>
      query<PersonRow>('SELECT id, name, email FROM person WHERE auth_user_id = $1', [authUserId]),
    );
    return rows[0];
  }

  private async asPrincipal(person: PersonRow, membership: Membership, sessionId: string | null): Promise<Principal> {
    return (await this.standAs(person, membership, sessionId)).principal;
  }

  private async standAs(person: PersonRow, { clinicId, role, profession }: Membership, sessionId: string | null) {
    const { wantsSecondFactor, ...standing } = await readStanding(this.database.identity, clinicId, person.id, role);
    const principal: Principal = {
      kind: 'person',
      actor: `person/${person.id}`,
      personId: person.id,
      name: person.name,
      clinicId,
      role,
      profession,
      sessionId,
      scopes: '',
      ...standing,
    };
    return { principal, wantsSecondFactor };
  }
}

/** Sees what the holder of the session may see, and the memberships of whoever it belongs to. */
const ENTER_SESSION: Statement = {
  name: 'enter-session',
  text: `SELECT set_config('app.secret_hash', $1, true),
    set_config('app.person', coalesce((SELECT id::text FROM person WHERE auth_user_id = $2), ''), true)`,
};
const SESSION_PERSON: Statement = {
  name: 'session-person',
  text: `SELECT id, name, email, (SELECT clinic_id FROM session_clinic WHERE session_id = $1 ORDER BY chosen_at DESC LIMIT 1) AS chosen
    FROM person WHERE auth_user_id = $2`,
};
/** Of the person we have entered as. */
const MEMBERSHIPS: Statement = {
  name: 'memberships',
  text: `SELECT m.clinic_id AS "clinicId", c.name AS "clinicName", m.role, m.profession FROM membership m JOIN clinic c USING (clinic_id)
    WHERE m.person_id = nullif(current_setting('app.person', true), '')::uuid AND m.active ORDER BY m.created_at`,
};

const GLASSES_OF_MEMBER = `(SELECT coalesce(json_agg(json_build_object('id', g.id, 'patientId', g.patient_id, 'kind', g.kind, 'reason', g.reason)), '[]')
  FROM break_glass g WHERE g.person_id = m.person_id AND g.ends_at > now())`;

interface MemberRow {
  readonly personId: string;
  readonly name: string;
  readonly role: Role;
  readonly profession: string | null;
  readonly patientId: string | null;
  readonly glasses: readonly Glass[];
}

/** Of these people the active members of the clinic we are in. Caregivers only while somebody shares with them. */
function findMembers(personIds: readonly string[]): Promise<MemberRow[]> {
  return query<MemberRow>(
    `SELECT m.person_id AS "personId", p.name, m.role, m.profession, pt.id AS "patientId",
       CASE WHEN m.role = 'clinician' THEN ${GLASSES_OF_MEMBER} ELSE '[]'::json END AS glasses
     FROM membership m JOIN person p ON p.id = m.person_id LEFT JOIN patient pt ON pt.person_id = m.person_id
     WHERE m.active AND m.person_id = ANY($1::uuid[])
       AND (m.role <> 'caregiver' OR EXISTS (SELECT 1 FROM delegation d WHERE d.person_id = m.person_id AND ${GRANT_HOLDS}))`,
    [personIds],
  );
}
