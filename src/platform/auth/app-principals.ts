import { type Database, query } from '../database/database.js';
import type { Principal, Role } from './caller.js';
import type { SharingPurpose } from './consent-condition.js';
import type { BearerFacts } from './oauth/oauth-items.js';

interface AppRow {
  readonly id: string;
  readonly clinicId: string;
  readonly name: string;
  readonly sharesFor: SharingPurpose | null;
}

interface GrantRow {
  readonly name: string;
  readonly role: Role;
  readonly profession: string | null;
  readonly ownPatientId: string | null;
  readonly patientId: string | null;
}

/**
 * Who acts with this token of an app: a backend service, or a person through the app, with the person's rights as they
 * are now. Undefined once the app, the grant or the membership has ended.
 */
export async function readAppPrincipal(database: Database, token: BearerFacts): Promise<Principal | undefined> {
  const [app] = await database.asHolder(token.clientId, () =>
    query<AppRow>(
      'SELECT id, clinic_id AS "clinicId", name, shares_for AS "sharesFor" FROM app WHERE client_id = $1 AND revoked_at IS NULL',
      [token.clientId],
    ),
  );
  if (!app) return undefined;
  const base = { clinicId: app.clinicId, sessionId: null, scopes: token.scopes };
  if (token.personId === null || token.grantId === null)
    return {
      ...base,
      kind: 'system',
      actor: `system/${app.id}`,
      personId: null,
      name: app.name,
      role: 'system',
      profession: null,
      patientId: null,
      ...(app.sharesFor ? { sharesFor: app.sharesFor } : {}),
    };
  const [grant] = await database.inClinic(app.clinicId, () => findGrant(token.grantId, app.id, token.personId));
  if (!grant) return undefined;
  const { name, role, profession } = grant;
  return {
    ...base,
    kind: 'app',
    actor: `person/${token.personId}/app/${app.id}`,
    personId: token.personId,
    name,
    role,
    profession,
    patientId: role === 'patient' ? grant.ownPatientId : null,
    inPatient: grant.patientId,
  };
}

function findGrant(grantId: string | null, appId: string, personId: string | null): Promise<GrantRow[]> {
  return query<GrantRow>(
    `SELECT p.name, m.role, m.profession, own.id AS "ownPatientId", g.patient_id AS "patientId"
     FROM app_grant g JOIN membership m USING (clinic_id, person_id) JOIN person p ON p.id = g.person_id
       LEFT JOIN patient own ON own.person_id = g.person_id
     WHERE g.id = $1 AND g.app_id = $2 AND g.person_id = $3 AND g.ended_at IS NULL AND m.active`,
    [grantId, appId, personId],
  );
}
