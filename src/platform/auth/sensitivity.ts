import type { Caller } from './caller.js';
import { consentGiven, delegationLive } from './consent-condition.js';
import { glassesOf } from './glass.js';

/** Compartments that not everybody who may see a patient may see: what a record is labelled with. */
export const SENSITIVITIES = ['psychology', 'substance-use'] as const;
export type Sensitivity = (typeof SENSITIVITIES)[number];

/** What a delegation must name besides the record's own category. */
export const SENSITIVE_CATEGORY = 'sensitive';
/** The scope of an integration or app that may read labelled records; of an app as far as the person may. */
export const SENSITIVE_SCOPE = 'stepwell/sensitive.r';

/**
 * SQL that keeps labelled records from those who may see the patient but not this. Beside `patientFilter`, never
 * instead of it: every query that reads records applies both, in every alias.
 *
 * The patient sees all. Whoever wrote a record may read it. Of the care team the others need the patient's consent
 * (`sensitive-notes`), or an emergency for which they broke the glass. A caregiver needs to be granted it by name, an
 * integration its own scope. Whoever acts through an app needs that scope as well.
 *
 * @param r - alias of the record
 */
export function sensitivityFilter(caller: Caller, r: string, next: number): { sql: string; parameters: unknown[] } {
  const plain = `cardinality(${r}.sensitivity) = 0`;
  const written = `EXISTS (SELECT 1 FROM record mine WHERE mine.type = ${r}.type AND mine.id = ${r}.id AND mine.author_id = $${next})`;
  const isScoped = caller.scopes.split(' ').includes(SENSITIVE_SCOPE);
  if (caller.kind === 'app' && !isScoped) return { sql: plain, parameters: [] };
  const agreed = consentGiven(`${r}.patient_id`, 'sensitive-notes');
  switch (caller.role) {
    case 'patient':
      return { sql: 'true', parameters: [] };
    case 'caregiver':
      return {
        sql: `(${plain} OR EXISTS (SELECT 1 FROM delegation s WHERE s.patient_id = ${r}.patient_id AND s.person_id = $${next}
          AND '${SENSITIVE_CATEGORY}' = ANY(s.categories) AND ${delegationLive('s')}))`,
        parameters: [caller.personId],
      };
    case 'clinician': {
      const emergencies = glassesOf(caller).filter(({ kind }) => kind === 'emergency');
      return {
        sql: `(${plain} OR ${written} OR ${agreed} OR ${r}.patient_id = ANY($${next + 1}::uuid[]))`,
        parameters: [caller.personId, emergencies.map(({ patientId }) => patientId)],
      };
    }
    case 'coordinator':
      return {
        sql: `(${plain} OR ${written} OR (${agreed} AND EXISTS (
          SELECT 1 FROM care_team_member on_team WHERE on_team.patient_id = ${r}.patient_id AND on_team.person_id = $${next})))`,
        parameters: [caller.personId],
      };
    case 'system':
      return {
        sql: caller.reach === 'clinic' && isScoped ? 'true' : plain,
        parameters: [],
      };
    default:
      return { sql: plain, parameters: [] };
  }
}
