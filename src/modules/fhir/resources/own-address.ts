import { toRelative } from '../../../platform/http/own-address.js';

/** Whom a resource is about, by a relative address where it is ours. Changed in place: a copy would lose how its decimals were written. */
export function relateSubject(resource: unknown, publicUrl: string): void {
  const { subject } = (resource ?? {}) as { subject?: { reference?: unknown } | null };
  if (typeof subject?.reference === 'string') subject.reference = toRelative(subject.reference, publicUrl);
}
