import { carryExact } from '../../platform/json/index.js';
import type { Resource } from '../record/index.js';

interface Link {
  readonly other?: { readonly reference?: string };
  readonly type?: string;
}

/** The FHIR Patient that was merged: no longer active, and says who has replaced it. */
export const asReplaced = (patient: Resource, survivorId: string): Resource =>
  withLinks({ ...patient, active: false }, patient, [...linksOf(patient), link(survivorId, 'replaced-by')]);

/** The one that goes on says whom it replaces. */
export const asReplacing = (patient: Resource, duplicateId: string): Resource =>
  withLinks(patient, patient, [...linksOf(patient), link(duplicateId, 'replaces')]);

/** Neither any more. */
export function asApart(patient: Resource, otherId: string): Resource {
  const links = linksOf(patient).filter(({ other }) => other?.reference !== `Patient/${otherId}`);
  return withLinks({ ...patient, active: true }, patient, links);
}

const link = (id: string, type: string): Link => ({ other: { reference: `Patient/${id}` }, type });
const linksOf = (patient: Resource): readonly Link[] => (patient as { link?: readonly Link[] }).link ?? [];

function withLinks(patient: Resource, from: Resource, links: readonly Link[]): Resource {
  const { link: _, ...rest } = patient as Resource & { link?: unknown };
  return carryExact(from, { ...rest, ...(links.length > 0 ? { link: links } : {}) } as unknown as Resource);
}
