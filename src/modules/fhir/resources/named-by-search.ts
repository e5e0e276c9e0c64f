import { DomainError } from '../../../platform/http/domain-error.js';

interface About {
  readonly resource: unknown;
  /** Where it stands in the Bundle. */
  readonly path: string;
}
interface Subject {
  reference?: unknown;
}

/**
 * In a transaction the patient may be named by a search, `Patient?identifier=http://hospital.example|4711`; it takes the place of
 * the one that it finds. https://hl7.org/fhir/R4/http.html#trules
 *
 * @param find - ids of those within reach who fit, two at most
 * @throws DomainError SUBJECT_NOT_FOUND (412) where none or several fit; SUBJECT_SEARCH (422) where it asks by anything but an identifier,
 * because a name is not enough to say whose a reading is
 */
export async function nameSubjects(
  resources: readonly About[],
  find: (query: URLSearchParams) => Promise<readonly string[]>,
): Promise<void> {
  const searched = resources.flatMap(({ resource, path }) => {
    const { subject } = (resource ?? {}) as { subject?: Subject | null };
    const [, query] = /^Patient\?(.*)$/s.exec(typeof subject?.reference === 'string' ? subject.reference : '') ?? [];
    return query === undefined ? [] : [{ subject: subject!, query, path: `${path}.subject.reference` }];
  });
  for (const [query, those] of Map.groupBy(searched, (one) => one.query)) {
    const parameters = new URLSearchParams(query);
    const refuse = (code: string, status: number, message: string, issueCode: string) =>
      new DomainError(
        code,
        status,
        message,
        those.slice(0, MOST_TOLD).map(({ path }) => ({ path, message, code: issueCode })),
      );
    if ([...parameters.keys()].join() !== 'identifier' || parameters.get('identifier')!.trim() === '')
      throw refuse('SUBJECT_SEARCH', 422, 'a patient is searched for by one identifier here', 'not-supported');
    const ids = await find(parameters);
    if (ids.length === 0)
      throw refuse('SUBJECT_NOT_FOUND', 412, 'no patient within reach has this identifier', 'not-found');
    if (ids.length > 1)
      throw refuse('SUBJECT_NOT_FOUND', 412, 'several patients have this identifier', 'multiple-matches');
    // In place: a copy would lose how its decimals were written.
    for (const { subject } of those) subject.reference = `Patient/${ids[0]!}`;
  }
}

const MOST_TOLD = 20;
