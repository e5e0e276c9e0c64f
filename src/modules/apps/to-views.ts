import type { GrantRow } from './app-grants.repository.js';
import type { AppRow } from './apps.repository.js';

export function toAppView(app: AppRow) {
  const { id, clientId, name, kind, redirectUris, sharesFor, jwksUri, grants } = app;
  return {
    id,
    clientId,
    name,
    kind,
    redirectUris: [...redirectUris],
    scopes: app.scopes.split(' '),
    sharesFor,
    proof: app.secretHash ? 'secret' : app.jwks ? 'keys' : app.jwksUri ? 'key-address' : 'none',
    jwksUri,
    createdAt: app.createdAt.toISOString(),
    revokedAt: app.revokedAt?.toISOString() ?? null,
    grants,
  };
}

export function toGrantView({ id, appName, personName, patientName, scopes, createdAt }: GrantRow) {
  return { id, appName, personName, patientName, scopes: scopes.split(' '), createdAt: createdAt.toISOString() };
}
