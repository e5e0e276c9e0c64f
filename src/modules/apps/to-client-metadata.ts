import type { AllClientMetadata } from 'oidc-provider';
import type { App } from './app.js';

/** What of an app the authorisation server carries along with its client. */
export const OWN_METADATA = ['stepwell_clinic', 'stepwell_scopes'];

/**
 * An app in the words of OAuth dynamic registration (RFC 7591). The secret is its hash: the comparison hashes what
 * comes before it looks.
 */
export function toClientMetadata(app: App): AllClientMetadata & { client_id: string } {
  const isBackend = app.kind === 'backend';
  return {
    client_id: app.clientId,
    client_name: app.name,
    application_type: app.redirectUris.every((uri) => uri.startsWith('https:')) ? 'web' : 'native',
    redirect_uris: [...app.redirectUris],
    response_types: isBackend ? [] : ['code'],
    ...(isBackend ? {} : { response_modes: ['query'] }),
    grant_types: isBackend ? ['client_credentials'] : ['authorization_code', 'refresh_token'],
    ...toProof(app),
    stepwell_clinic: app.clinicId,
    stepwell_scopes: app.scopes,
  };
}

function toProof({ secretHash, jwks, jwksUri }: App): AllClientMetadata {
  if (secretHash) return { token_endpoint_auth_method: 'client_secret_basic', client_secret: secretHash };
  if (jwks) return { token_endpoint_auth_method: 'private_key_jwt', jwks: { keys: [...jwks.keys] } };
  if (jwksUri) return { token_endpoint_auth_method: 'private_key_jwt', jwks_uri: jwksUri };
  return { token_endpoint_auth_method: 'none' };
}
