import { DomainError } from '../../../platform/http/domain-error.js';
import { toRelative } from '../../../platform/http/own-address.js';
import { type Identifier, readCondition } from './if-none-exist.js';

interface About {
  readonly resource: unknown;
  /** Where it stands in the Bundle. */
  readonly path: string;
}
interface Subject {
  reference?: unknown;
}

/** A subject that is named by a search. */
interface Named {
  readonly subject: Subject;
  readonly query: string;
  readonly path: string;
}

const MOST_TOLD = 20;

/** `Patient?identifier=http://hospital.example|4711`, which a transaction may say. https://hl7.org/fhir/R4/http.html#trules */
export function findNamed(resources: readonly About[], publicUrl: string): Named[] {
  return resources.flatMap(({ resource, path }) => {
    const { subject } = (resource ?? {}) as { subject?: Subject | null };
    if (typeof subject?.reference !== 'string') return [];
    const [, query] = /^Patient\?(.*)$/s.exec(toRelative(subject.reference, publicUrl)) ?? [];
    return query === undefined ? [] : [{ subject, query, path: `${path}.subject.reference` }];
  });
}

/**
 * A search is read as strictly as a condition; whoever it finds takes its place.
 *
 * @param find - ids of those within reach who have the identifier, two at most
 * @throws DomainError SUBJECT_NOT_FOUND (412) where none or several have it; 400 where it asks by anything else, because a name is not
 * enough to say whose a reading is
 */
export async function nameSubjects(
  named: readonly Named[],
  find: (identifier: Identifier) => Promise<readonly string[]>,
): Promise<void> {
  for (const [query, those] of Map.groupBy(named, (one) => one.query)) {
    const ids = await find(readCondition(query, those[0]!.path));
    if (ids.length !== 1) throw notOne(ids.length, those);
    // In place: a copy would lose how its decimals were written.
    for (const { subject } of those) subject.reference = `Patient/${ids[0]!}`;
  }
}

function notOne(found: number, those: readonly { readonly path: string }[]): DomainError {
  const [message, code] =
    found === 0
      ? ['no patient within reach has this identifier', 'not-found']
      : ['several patients have this identifier', 'multiple-matches'];
  const errors = those.slice(0, MOST_TOLD).map(({ path }) => ({ path, message, code }));
  return new DomainError('SUBJECT_NOT_FOUND', 412, message, errors);
}
