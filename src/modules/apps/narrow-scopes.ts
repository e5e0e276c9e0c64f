import {
  intersectScopes,
  OFFERED_TYPES,
  parseScope,
  scopeText,
  type ResourceScope,
} from '../../platform/auth/scopes.js';
import { SENSITIVE_SCOPE } from '../../platform/auth/sensitivity.js';

/** Scopes that name no resource: who signs in, which patient it is about, and going on without the person. */
export const PLAIN_SCOPES = ['openid', 'fhirUser', 'launch/patient', 'offline_access'] as const;

const isOffered = ({ type }: ResourceScope) => type === '*' || OFFERED_TYPES.has(type);

/**
 * Of the scopes an app asks for, what it can be granted: what it is registered for, on types we serve. What nobody
 * knows is left out, and what is too wide is cut down; the answer with the token says what was granted.
 * `patient/…` needs `launch/patient`: without a patient it would be about nobody.
 *
 * @returns nothing of this is left: an empty list
 */
export function narrowScopes(asked: string, registered: string): string[] {
  const words = asked.split(' ').filter(Boolean);
  const allowed = registered.split(' ');
  const plain = words.filter((word) => (PLAIN_SCOPES as readonly string[]).includes(word) && allowed.includes(word));
  const limits = allowed.flatMap((text) => parseScope(text) ?? []);
  const resources = words
    .flatMap((text) => parseScope(text) ?? [])
    .flatMap((scope) => limits.flatMap((limit) => intersectScopes(scope, limit) ?? []))
    .filter((scope) => isOffered(scope) && (scope.context !== 'patient' || plain.includes('launch/patient')));
  const labelled = resources.length > 0 && words.includes(SENSITIVE_SCOPE) && allowed.includes(SENSITIVE_SCOPE);
  const isAboutSomebody = resources.length > 0 || plain.includes('openid');
  return isAboutSomebody
    ? [...new Set([...plain, ...resources.map(scopeText), ...(labelled ? [SENSITIVE_SCOPE] : [])])]
    : [];
}

/** Why a scope cannot be registered for an app of this kind; undefined: it can. */
export function scopeProblem(text: string, isBackend: boolean): string | undefined {
  if ((PLAIN_SCOPES as readonly string[]).includes(text))
    return isBackend ? `${text} needs a person, and a backend service has none` : undefined;
  if (text === SENSITIVE_SCOPE) return undefined;
  const scope = parseScope(text);
  if (!scope)
    return `${text.slice(0, 80)} is not read here: write patient/Observation.rs, letters of "cruds" in this order, without a query`;
  if (!isOffered(scope)) return `${scope.type} is not served here: one of ${[...OFFERED_TYPES].join(', ')}, or *`;
  if (isBackend !== (scope.context === 'system'))
    return isBackend
      ? `${text}: a backend service has system/… only`
      : `${text}: system/… is for backend services only`;
  return undefined;
}
