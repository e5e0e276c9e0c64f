/** Is this a proper FHIR R4 resource? Structure, cardinality, primitives by the calendar, required codes, some invariants. */
import { RESOURCES, ResourceTypes } from '../generated/index.js';
import { isObject } from './complex.js';
import { Findings, type Issue, type Json } from './findings.js';

export type { Issue, IssueCode, Json } from './findings.js';
export { isObject } from './complex.js';
export { MAX_ISSUES } from './findings.js';
export { operationOutcome, type OperationOutcome } from './operation-outcome.js';

/** A Bundle may hold Bundles, and those no more. */
const MAX_NESTED_BUNDLES = 1;

/**
 * Checks one resource of the types of `RESOURCES`; at most 20 issues, an empty list when it is fine.
 *
 * @param expectedType - the type the address asks for; another one is an issue with code `invalid`
 */
export function validateResource(resource: unknown, expectedType?: string): Issue[] {
  if (!isObject(resource)) return [issue('structure', '', 'a FHIR resource must be a JSON object')];
  const type = resource.resourceType;
  if (typeof type !== 'string')
    return [issue('structure', 'resourceType', 'resourceType is required and must be a text')];
  if (expectedType !== undefined && type !== expectedType) {
    return [issue('invalid', 'resourceType', `resourceType must be ${expectedType} here`)];
  }
  const check = RESOURCES.get(type);
  if (!check)
    return [issue('not-supported', 'resourceType', `resourceType must be one of ${[...RESOURCES.keys()].join(', ')}`)];
  const out = new Findings(checkNested);
  check(resource, out);
  return out.found.length === 0 ? [] : out.toIssues(type);
}

/** A create passes over what it gives itself, whatever stands there. https://hl7.org/fhir/R4/http.html#create */
const GIVEN_BY_US: ReadonlySet<string> = new Set(['id', 'meta.versionId', 'meta.lastUpdated']);

/** As `validateResource`, of what is to be created. */
export function validateNew(resource: unknown, expectedType: string): Issue[] {
  const issues = validateResource(resource, expectedType);
  return issues.filter(({ expression }) => !GIVEN_BY_US.has(expression.slice(expectedType.length + 1)));
}

/** The resource types that can be checked thoroughly. */
export function isCheckedType(type: string): boolean {
  return RESOURCES.has(type);
}

function issue(code: Issue['code'], expression: string, diagnostics: string): Issue {
  return { severity: 'error', code, expression, diagnostics };
}

/** A contained resource or a Bundle's: known types by their own check, others only by their name. */
function checkNested(o: Json, out: Findings): void {
  const type = o.resourceType;
  if (typeof type !== 'string')
    return out.add('structure', 'resourceType', 'resourceType is required and must be a text');
  if (!ResourceTypes.has(type))
    return out.add('structure', 'resourceType', 'resourceType must be a FHIR R4 resource type');
  if (type === 'Bundle' && out.nesting > MAX_NESTED_BUNDLES) {
    return out.add('not-supported', '', 'a Bundle inside a Bundle must not hold another Bundle');
  }
  RESOURCES.get(type)?.(o, out);
}
