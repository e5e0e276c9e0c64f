/** Does this (valid) time read exactly as we would write it: UTC, milliseconds, Z? Second 60 exists only in writing. */
export function isCanonicalInstant(text: unknown): text is string {
  return typeof text === 'string' && text.length === 24 && text.endsWith('Z') && text.slice(17, 19) !== '60';
}

export function canonicalInstant(ms: number): string {
  return new Date(ms).toISOString();
}
