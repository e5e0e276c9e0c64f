import { lettersOf, readCapabilityTemplate } from '../../platform/http/capability-statement.js';
import { OFFERED_TYPES } from '../../platform/auth/scopes.js';
import { SENSITIVE_SCOPE } from '../../platform/auth/sensitivity.js';
import { PLAIN_SCOPES } from './narrow-scopes.js';

/** What can be asked of a type is what the CapabilityStatement offers of it: an app composes its request from here. */
const CAPABILITIES = readCapabilityTemplate();
const SCOPES = ['*.cruds', ...[...OFFERED_TYPES].map((type) => `${type}.${lettersOf(CAPABILITIES, type)}`)];

/** SMART App Launch 2.2, `.well-known/smart-configuration`: only what works here. */
export function smartConfiguration(publicUrl: string) {
  const oauth = `${publicUrl}/oauth`;
  return {
    issuer: oauth,
    jwks_uri: `${oauth}/jwks`,
    authorization_endpoint: `${oauth}/authorize`,
    token_endpoint: `${oauth}/token`,
    introspection_endpoint: `${oauth}/introspect`,
    revocation_endpoint: `${oauth}/revoke`,
    grant_types_supported: ['authorization_code', 'refresh_token', 'client_credentials'],
    response_types_supported: ['code'],
    code_challenge_methods_supported: ['S256'],
    token_endpoint_auth_methods_supported: ['none', 'client_secret_basic', 'client_secret_post', 'private_key_jwt'],
    token_endpoint_auth_signing_alg_values_supported: ['RS384', 'ES384'],
    scopes_supported: [
      ...PLAIN_SCOPES,
      ...['patient', 'user', 'system'].flatMap((context) => SCOPES.map((scope) => `${context}/${scope}`)),
      SENSITIVE_SCOPE,
    ],
    capabilities: [
      'launch-standalone',
      'context-standalone-patient',
      'client-public',
      'client-confidential-symmetric',
      'client-confidential-asymmetric',
      'permission-patient',
      'permission-user',
      'permission-offline',
      'permission-v2',
    ],
  };
}
