import { expect, it } from '@jest/globals';
import { parseConsentSearch } from './consent-search.js';

const read = (query: string) => parseConsentSearch(new URLSearchParams(query), true);

it.each<[string, object]>([
  ['patient=Patient/A', { patientId: 'a', statuses: null, ids: null }],
  ['patient=a&status=active,inactive', { statuses: ['active', 'inactive'] }],
  ['patient=a&status=http://hl7.org/fhir/consent-state-codes|active', { statuses: ['active'] }],
  ['patient=a&_id=X,y&_id=x', { ids: ['x'] }],
  ['patient=a&_count=0', { isCount: true }],
  ['patient=a&_summary=count', { isCount: true }],
])('%s asks for %j', (query, wanted) => expect(read(query)).toMatchObject({ ok: true, ...wanted }));

it.each([
  ['status=active', 'patient'],
  ['patient=a&patient=b', 'patient'],
  // The last one won: what was asked for was not what was answered.
  ['patient=a&status=active&status=inactive', 'status'],
  ['patient=a&status=given', 'status'],
  ['patient=a&status=urn:x|active', 'status'],
  // They are given whole.
  ['patient=a&_count=5', '_count'],
])('%s is refused for its %s', (query, expression) =>
  expect(read(query)).toMatchObject({ ok: false, issues: [{ expression }] }),
);

it('a page is not offered, and whoever is lenient reads in the self link that it was not heard', () => {
  const lenient = parseConsentSearch(new URLSearchParams('patient=a&_count=5'), false);
  expect(lenient).toMatchObject({ ok: true, isCount: false, ignored: ['_count'] });
});
