import { UUID } from '../../../platform/auth/compartment.js';
import type { Resource } from '../../record/index.js';
import { readTreatment } from '../../treatments/index.js';
import type { Issue } from '../validate/index.js';

/** Whom it is about, as we know them; undefined: somebody else's id, or nobody. */
export function readSubject(resource: Resource): string | undefined {
  const { reference } = (resource['subject'] ?? {}) as { reference?: string };
  const [, id] = /^Patient\/(.+)$/.exec(reference ?? '') ?? [];
  return id !== undefined && UUID.test(id) ? id.toLowerCase() : undefined;
}

/** A treatment that no page could name helps nobody. */
export function findNameless(resource: Resource): Issue | undefined {
  const facts = readTreatment(resource, []);
  if (!facts || facts.what !== '') return undefined;
  const member = facts.kind === 'dose' ? 'medicationCodeableConcept' : 'code';
  return {
    severity: 'error',
    code: 'required',
    expression: `${resource.resourceType}.${member}`,
    diagnostics: `${member} must have a text, or a coding with a display or a code; a reference alone names nothing here`,
  };
}
