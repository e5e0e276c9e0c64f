import { createServer, type Server } from 'node:http';
import { type AccountClaims, default as Provider } from 'oidc-provider';
import { freePort } from './free-port.js';

/** Who signs in at the organisation's provider next, and what it says about them. */
export interface Identity {
  readonly sub: string;
  readonly email: string;
  readonly email_verified?: boolean;
}

export interface IdentityProvider {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** The one whose session is open in every browser there, since so many seconds. */
  become: (identity: Identity, signedInSecondsAgo?: number) => void;
  readonly close: () => Promise<void>;
}

/** A real OpenID provider on loopback, whose login page is skipped: whoever comes is `become`. */
export async function openIdentityProvider(redirectUri: string): Promise<IdentityProvider> {
  const port = await freePort();
  const issuer = `http://127.0.0.1:${port}`;
  const [clientId, clientSecret] = ['stepwell', 'a secret of forty characters for this one'];
  let who: Identity = { sub: 'nobody', email: 'nobody@nowhere.example' };
  let ago = 0;
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: clientId,
        client_secret: clientSecret,
        redirect_uris: [redirectUri],
        grant_types: ['authorization_code'],
      },
    ],
    cookies: { keys: ['only for a test'] },
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    conformIdTokenClaims: false,
    pkce: { required: () => true },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_context, interaction) => `/login/${interaction.uid}` },
    findAccount: (_context, accountId) => ({
      accountId,
      claims: (): AccountClaims => ({ name: 'From the provider', email_verified: true, ...who, sub: accountId }),
    }),
  });
  const callback = provider.callback();
  const server: Server = createServer((request, response) => {
    if (!request.url?.startsWith('/login/')) return void callback(request, response);
    void (async () => {
      const { prompt, params } = await provider.interactionDetails(request, response);
      if (prompt.name === 'login') {
        const ts = Math.floor(Date.now() / 1000) - ago;
        return provider.interactionFinished(request, response, { login: { accountId: who.sub, ts, remember: false } });
      }
      const grant = new provider.Grant({ accountId: who.sub, clientId: String(params['client_id']) });
      grant.addOIDCScope('openid email profile');
      return provider.interactionFinished(request, response, { consent: { grantId: await grant.save() } });
    })().catch((error: unknown) => response.writeHead(500).end(String(error)));
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    issuer,
    clientId,
    clientSecret,
    become: (identity, signedInSecondsAgo = 0) => {
      who = identity;
      ago = signedInSecondsAgo;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
