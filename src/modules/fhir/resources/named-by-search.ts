import { DomainError } from '../../../platform/http/domain-error.js';
import { type Identifier, readCondition } from './if-none-exist.js';
import { toRelative } from './own-address.js';

interface About {
  readonly resource: unknown;
  /** Where it stands in the Bundle. */
  readonly path: string;
}
interface Subject {
  reference?: unknown;
}

const MOST_TOLD = 20;

/**
 * In a transaction the patient may be named by a search for an identifier, `Patient?identifier=http://hospital.example|4711`, as strictly
 * as a condition is read; whoever it finds takes its place. https://hl7.org/fhir/R4/http.html#trules
 *
 * @param find - ids of those within reach who have the identifier, two at most
 * @throws DomainError SUBJECT_NOT_FOUND (412) where none or several have it; 400 where it asks by anything else, because a name is not
 * enough to say whose a reading is
 */
export async function nameSubjects(
  resources: readonly About[],
  publicUrl: string,
  find: (identifier: Identifier) => Promise<readonly string[]>,
): Promise<void> {
  const searched = resources.flatMap(({ resource, path }) => {
    const { subject } = (resource ?? {}) as { subject?: Subject | null };
    if (typeof subject?.reference !== 'string') return [];
    const [, query] = /^Patient\?(.*)$/s.exec(toRelative(subject.reference, publicUrl)) ?? [];
    return query === undefined ? [] : [{ subject, query, path: `${path}.subject.reference` }];
  });
  for (const [query, those] of Map.groupBy(searched, (one) => one.query)) {
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
