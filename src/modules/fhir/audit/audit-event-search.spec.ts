import { describe, expect, it } from '@jest/globals';
import { parseAuditEventSearch } from './audit-event-search.js';

const search = (query: string, strict = false) => parseAuditEventSearch(new URLSearchParams(query), { strict });
const issueOf = (query: string, strict = false) => {
  const result = search(query, strict);
  return result.ok ? undefined : result.issues[0]?.code;
};

describe('parseAuditEventSearch', () => {
  it.each(['_include=*', '_revinclude=Provenance:target', '_has:Provenance:target:agent=x', 'patient.name=Ann'])(
    'refuses %s even when lenient: without it the answer would be to another question',
    (query) => expect(issueOf(query)).toBe('too-costly'),
  );

  it('ignores what it does not know, and refuses it where the client is strict', () => {
    expect(search('colour=red')).toMatchObject({ ok: true, query: { ignored: ['colour'] } });
    expect(issueOf('colour=red', true)).toBe('not-supported');
    expect(search('_format=json&_pretty=true', true)).toMatchObject({ ok: true, query: { ignored: [] } });
  });

  it('takes no modifier', () => expect(issueOf('date:missing=true')).toBe('not-supported'));
});
