/** An absolute address of ours, as full URLs of our answers are, is the relative one: `https://here/fhir/Patient/1`. */
export const toRelative = (address: string, publicUrl: string): string =>
  address.startsWith(`${publicUrl}/fhir/`) ? address.slice(publicUrl.length + '/fhir/'.length) : address;

/** The same for whom a resource is about. Changed in place: a copy would lose how its decimals were written. */
export function relateSubject(resource: unknown, publicUrl: string): void {
  const { subject } = (resource ?? {}) as { subject?: { reference?: unknown } | null };
  if (typeof subject?.reference === 'string') subject.reference = toRelative(subject.reference, publicUrl);
}
