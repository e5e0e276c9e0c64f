/** Whose rights a scope narrows: of one patient's data, of what a person may see, of a whole clinic for a program. */
export type ScopeContext = 'patient' | 'user' | 'system';

/** A SMART v2 scope on FHIR resources, `patient/Observation.rs`. */
export interface ResourceScope {
  readonly context: ScopeContext;
  /** A FHIR type, or `*`. */
  readonly type: string;
  /** Of c, r, u, d and s, in this order. */
  readonly letters: string;
}

/** FHIR types that can be reached with a scope. */
export const OFFERED_TYPES: ReadonlySet<string> = new Set([
  'Patient',
  'Observation',
  'QuestionnaireResponse',
  'DocumentReference',
  'Consent',
  'MedicationStatement',
  'Procedure',
]);

const SHAPE = /^(patient|user|system)\/([A-Z][A-Za-z]*|\*)\.(?=[cruds])(c?r?u?d?s?)$/;

/**
 * Reads one scope. Undefined for anything but `<context>/<Type|*>.<cruds in order>`: also for a query such as
 * `?category=…`. We cannot keep such a promise yet, so it is not granted rather than granted too widely.
 */
export function parseScope(text: string): ResourceScope | undefined {
  const [, context, type, letters] = SHAPE.exec(text) ?? [];
  if (!context || !type || !letters) return undefined;
  return { context: context as ScopeContext, type, letters };
}

export const scopeText = ({ context, type, letters }: ResourceScope) => `${context}/${type}.${letters}`;

/** Does one of these scopes give this letter on this type in this context? */
export function scopeAllows(scopes: string, type: string, letter: string, context: ScopeContext = 'system'): boolean {
  return scopes.split(' ').some((text) => {
    const scope = parseScope(text);
    return scope?.context === context && (scope.type === '*' || scope.type === type) && scope.letters.includes(letter);
  });
}

/** What both allow, or undefined: `user/*.cruds` and `user/Patient.rs` have `user/Patient.rs` in common. */
export function intersectScopes(a: ResourceScope, b: ResourceScope): ResourceScope | undefined {
  if (a.context !== b.context || (a.type !== b.type && a.type !== '*' && b.type !== '*')) return undefined;
  const letters = [...a.letters].filter((letter) => b.letters.includes(letter)).join('');
  return letters ? { context: a.context, type: a.type === '*' ? b.type : a.type, letters } : undefined;
}
