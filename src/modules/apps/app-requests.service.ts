import type { IncomingMessage, ServerResponse } from 'node:http';
import { Injectable } from '@nestjs/common';
import { errors, type Provider } from 'oidc-provider';
import { audit } from '../../platform/auth/audit.js';
import type { Caller } from '../../platform/auth/caller.js';
import { ChokePoint } from '../../platform/auth/choke-point.js';
import { reachPatient } from '../../platform/auth/compartment.js';
import { Config } from '../../platform/config/config.js';
import { Database } from '../../platform/database/database.js';
import { DomainError, invalid, notFound } from '../../platform/http/domain-error.js';
import { findClinic } from '../clinics/index.js';
import type { App } from './app.js';
import { insertGrant } from './app-grants.repository.js';
import { findKnownPatients } from './app-requests.repository.js';
import { findAppByClientId } from './apps.repository.js';
import type { AppDecision, AppRequestView } from './apps.schema.js';
import { AuthorizationServer } from './authorization-server.js';
import { describeRequest } from './describe-request.js';
import { PLAIN_SCOPES } from './narrow-scopes.js';
import { fhirBase } from './provider-configuration.js';

/** The two halves of the connection of the person who decides: the authorisation server knows its request by a cookie. */
export interface Connection {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

interface Pending {
  readonly provider: Provider;
  readonly app: App;
  readonly scopes: string[];
  readonly redirectUri: string;
}

/** What an app asks of the person who was sent here by it, and what the person says. */
@Injectable()
export class AppRequests {
  constructor(
    private readonly server: AuthorizationServer,
    private readonly database: Database,
    private readonly chokePoint: ChokePoint,
    private readonly config: Config,
  ) {}

  async read(caller: Caller, uid: string, connection: Connection): Promise<AppRequestView> {
    const { app, scopes, redirectUri } = await this.pending(caller, uid, connection);
    caller.act.objectId = app.id;
    return this.database.inClinic(caller.clinicId, async () => {
      const clinic = await findClinic(caller.clinicId);
      const patients = await findKnownPatients(caller);
      return describeRequest({ app, scopes, redirectUri, clinicName: clinic?.name ?? '', role: caller.role, patients });
    });
  }

  /** @returns where the browser goes on: back to the app, by way of the authorisation server */
  async decide(caller: Caller, uid: string, connection: Connection, decision: AppDecision): Promise<{ next: string }> {
    const pending = await this.pending(caller, uid, connection);
    const { request, response } = connection;
    const result = decision.allow
      ? await this.allow(caller, pending, decision.patientId ?? null)
      : { error: 'access_denied', error_description: 'The person did not allow it.' };
    return {
      next: await pending.provider.interactionResult(request, response, result, { mergeWithLastSubmission: false }),
    };
  }

  private async allow(caller: Caller, { provider, app, scopes }: Pending, patientId: string | null) {
    const accountId = caller.personId ?? '';
    const isAboutPatient = scopes.includes('launch/patient');
    if (isAboutPatient && !patientId) throw invalid([{ path: 'patientId', message: 'must be one of your patients' }]);
    if (!isAboutPatient && patientId)
      throw invalid([{ path: 'patientId', message: 'this app did not ask for a patient' }]);
    if (patientId) {
      const reader = await this.chokePoint.authorize(caller, 'Patient', 'read', { requestId: caller.requestId });
      await this.database.inClinic(caller.clinicId, () => reachPatient(reader, patientId));
    }
    const grant = new provider.Grant({ accountId, clientId: app.clientId });
    grant.addOIDCScope(scopes.filter((s) => (PLAIN_SCOPES as readonly string[]).includes(s)).join(' '));
    grant.addResourceScope(fhirBase(this.config.publicUrl), scopes.join(' '));
    const grantId = await grant.save();
    await this.database.inClinic(caller.clinicId, async () => {
      await insertGrant({ id: grantId, appId: app.id, personId: accountId, patientId, scopes: scopes.join(' ') });
      Object.assign(caller.act, { objectId: app.id, patientId });
      await audit(caller);
    });
    const ts = caller.provenAt ? { ts: Math.floor(caller.provenAt.getTime() / 1000) } : {};
    return { login: { accountId, remember: false, ...ts }, consent: { grantId } };
  }

  /** The request this browser came with. Whoever was only handed its address by somebody else has not the cookie. */
  private async pending(caller: Caller, uid: string, { request, response }: Connection): Promise<Pending> {
    const provider = await this.server.provider();
    const details = await provider.interactionDetails(request, response).catch((error: unknown) => {
      if (error instanceof errors.SessionNotFound) return undefined;
      throw error;
    });
    const { client_id: clientId, redirect_uri: redirectUri, scope } = details?.params ?? {};
    if (details?.uid !== uid || typeof clientId !== 'string') throw gone();
    const app = await this.database.asHolder(clientId, () => findAppByClientId(clientId));
    if (!app) throw gone();
    if (app.clinicId !== caller.clinicId)
      throw new DomainError(
        'APP_OF_OTHER_CLINIC',
        409,
        'This app belongs to another clinic than the one you are in now. Change the clinic, then start again from the app.',
      );
    return { provider, app, scopes: String(scope ?? '').split(' '), redirectUri: String(redirectUri) };
  }
}

const gone = () => notFound('request of an app');
