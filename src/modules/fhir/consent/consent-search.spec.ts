import { expect, it } from '@jest/globals';
import { parseConsentSearch } from './consent-search.js';

const read = (query: string) => parseConsentSearch(new URLSearchParams(query), true);

it.each<[string, object]>([
  ['patient=Patient/A', { patientId: 'a', statuses: null, ids: null }],
  ['patient=a&status=active,inactive', { statuses: ['active', 'inactive'] }],
  ['patient=a&status=http://hl7.org/fhir/consent-state-codes|active', { statuses: ['active'] }],
  ['patient=a&_id=X,y&_id=x', { ids: ['x'] }],
])('%s asks for %j', (query, wanted) => expect(read(query)).toMatchObject({ ok: true, ...wanted }));

it.each([
  ['status=active', 'patient'],
  ['patient=a&patient=b', 'patient'],
  // The last one won: what was asked for was not what was answered.
  ['patient=a&status=active&status=inactive', 'status'],
  ['patient=a&status=given', 'status'],
  ['patient=a&status=urn:x|active', 'status'],
])('%s is refused for its %s', (query, expression) =>
  expect(read(query)).toMatchObject({ ok: false, issues: [{ expression }] }),
);
