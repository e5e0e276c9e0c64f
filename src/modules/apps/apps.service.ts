import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { audit } from '../../platform/auth/audit.js';
import type { Caller } from '../../platform/auth/caller.js';
import { OAuthStore } from '../../platform/auth/oauth/oauth-store.js';
import { newSecret } from '../../platform/auth/secrets.js';
import { Config } from '../../platform/config/config.js';
import { Database } from '../../platform/database/database.js';
import { DomainError, invalid, notFound } from '../../platform/http/domain-error.js';
import type { App } from './app.js';
import { endGrants } from './app-grants.repository.js';
import type { NewApp, NewProof } from './apps.schema.js';
import * as repository from './apps.repository.js';
import { keyAddressProblem } from './fetch-keys.js';

/** A clinic's apps: who may ask for data from outside. */
@Injectable()
export class AppsService {
  constructor(
    private readonly database: Database,
    private readonly store: OAuthStore,
    private readonly config: Config,
  ) {}

  list(caller: Caller) {
    return this.database.inClinic(caller.clinicId, () => repository.findApps());
  }

  /** @returns the client id, and the secret where there is one: the only time it is seen */
  async register(caller: Caller, input: NewApp) {
    const { proof, clientSecret } = this.makeProof(input.kind, input);
    const { id, name, kind, redirectUris } = input;
    const app: App = {
      id,
      clinicId: caller.clinicId,
      // Ours to make: apps are looked up by it before their clinic is known.
      clientId: randomUUID(),
      name,
      kind,
      redirectUris,
      scopes: [...new Set(input.scopes)].join(' '),
      sharesFor: input.sharesFor ?? null,
      ...proof,
    };
    await this.database.inClinic(caller.clinicId, async () => {
      if (!(await repository.insertApp({ ...app, createdBy: caller.actor })))
        throw new DomainError('APP_EXISTS', 409, 'There is an app with this id already.');
      caller.act.objectId = id;
      await audit(caller);
    });
    return { clientId: app.clientId, clientSecret };
  }

  /** New keys, or a new secret; the old one is worth nothing any more. What people granted stays. */
  async renewProof(caller: Caller, id: string, input: NewProof) {
    return this.database.inClinic(caller.clinicId, async () => {
      const app = await repository.findApp(id);
      if (!app) throw notFound('app');
      if (app.kind === 'public')
        throw new DomainError('APP_IS_PUBLIC', 409, 'A public app has nothing to prove itself by.');
      const { proof, clientSecret } = this.makeProof(app.kind, input);
      await repository.updateProof(id, proof);
      caller.act.objectId = id;
      await audit(caller);
      return { clientId: app.clientId, clientSecret };
    });
  }

  /** The app is over: it gets nothing any more, and what it got ends within 5 seconds. */
  async revoke(caller: Caller, id: string): Promise<void> {
    const clientId = await this.database.inClinic(caller.clinicId, async () => {
      const app = await repository.findApp(id);
      if (!app) throw notFound('app');
      await repository.revokeApp(id);
      await endGrants({ appId: id }, caller.actor);
      caller.act.objectId = id;
      await audit(caller);
      return app.clientId;
    });
    await this.store.items.endClient(clientId);
  }

  private makeProof(kind: App['kind'], { jwks, jwksUri }: NewProof) {
    const problem = jwksUri ? keyAddressProblem(jwksUri, this.config.publicUrl) : undefined;
    if (problem) throw invalid([{ path: 'jwksUri', message: problem }]);
    const hasKeys = Boolean(jwks ?? jwksUri);
    if (kind === 'backend' && !hasKeys)
      throw invalid([
        { path: 'jwks', message: 'a backend service proves itself by keys: give them, or their address' },
      ]);
    const made = kind === 'confidential' && !hasKeys ? newSecret('swa') : undefined;
    return {
      proof: { secretHash: made?.hash ?? null, jwks: jwks ?? null, jwksUri: jwksUri ?? null },
      clientSecret: made?.secret ?? null,
    };
  }
}
