import { Injectable } from '@nestjs/common';
import { type Client, type JWK, Provider } from 'oidc-provider';
import { OAuthStore } from '../../platform/auth/oauth/oauth-store.js';
import { hashSecret } from '../../platform/auth/secrets.js';
import { Config } from '../../platform/config/config.js';
import { Database } from '../../platform/database/database.js';
import { timingSafeEqual } from 'node:crypto';
import { AppGrants } from './app-grants.service.js';
import { findAppByClientId, findMember } from './apps.repository.js';
import { providerConfiguration } from './provider-configuration.js';
import { toClientMetadata } from './to-client-metadata.js';

const LOOK_AGAIN_MS = 60_000;
const SWEEP_MS = 3_600_000;

/** Holds the authorisation server, and makes it anew when the signing keys have changed. Made when it is first asked. */
@Injectable()
export class AuthorizationServer {
  private built: { readonly provider: Provider; readonly kids: string } | undefined;
  private looking: Promise<Provider> | undefined;
  private lookedAtMs = -Infinity;
  private sweptAtMs = performance.now();

  constructor(
    private readonly store: OAuthStore,
    private readonly database: Database,
    private readonly config: Config,
    private readonly grants: AppGrants,
  ) {}

  async provider(): Promise<Provider> {
    if (this.built && performance.now() - this.lookedAtMs < LOOK_AGAIN_MS) return this.built.provider;
    this.looking ??= this.look().finally(() => (this.looking = undefined));
    return this.looking;
  }

  private async look(): Promise<Provider> {
    const keys = await this.store.keys.current();
    const kids = keys.map(({ kid }) => kid).join(' ');
    if (this.built?.kids !== kids) this.built = { provider: this.build(keys), kids };
    this.lookedAtMs = performance.now();
    if (this.lookedAtMs - this.sweptAtMs > SWEEP_MS) {
      this.sweptAtMs = this.lookedAtMs;
      await this.store.items.sweep();
    }
    return this.built.provider;
  }

  private build(keys: JWK[]): Provider {
    const provider = new Provider(
      `${this.config.publicUrl}/oauth`,
      providerConfiguration({
        publicUrl: this.config.publicUrl,
        cookieKey: this.store.cookieKey,
        keys,
        items: this.store.items,
        findClient: async (clientId) => {
          const app = await this.database.asHolder(clientId, () => findAppByClientId(clientId));
          return app && toClientMetadata(app);
        },
        findMember: (clinicId, personId) => this.database.inClinic(clinicId, () => findMember(personId)),
        findPatientOfGrant: (grantId) => this.grants.patientOf(grantId),
        onGrantEnded: (grantId) => this.grants.noteEnd(grantId),
      }),
    );
    // The address we are reached at comes from the settings; the door writes it into these headers.
    provider.proxy = true;
    provider.Client.prototype.compareClientSecret = compareHash;
    provider.use(async (ctx, next) => {
      await next();
      const token = ctx.oidc?.entities.AccessToken;
      if (ctx.oidc?.route === 'token' && token?.extra?.['patient'] && isAnswer(ctx.body))
        ctx.body = { ...ctx.body, patient: token.extra['patient'] };
    });
    return provider;
  }
}

const isAnswer = (body: unknown): body is { access_token: string } =>
  typeof body === 'object' && body !== null && 'access_token' in body;

/** We keep the hash of a secret only. */
function compareHash(this: Client, actual: string): boolean {
  const [kept, shown] = [Buffer.from(String(this.clientSecret)), Buffer.from(hashSecret(actual))];
  return kept.length === shown.length && timingSafeEqual(kept, shown);
}
