import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseObservationSearch, parsePatientSearch, parseSearchDate } from './index.js';

const search = (query: string, strict = false) => parseObservationSearch(new URLSearchParams(query), { strict });

function found(query: string) {
  const result = search(query);
  if (!result.ok) throw new Error(JSON.stringify(result.issues));
  return result.query;
}

function refused(query: string, strict = false) {
  const result = search(query, strict);
  return result.ok ? undefined : result.issues[0];
}

describe('parseObservationSearch', () => {
  it('has defaults', () => {
    expect(found('')).toEqual({
      patientIds: null,
      codes: [],
      categories: [],
      statuses: null,
      date: [],
      sort: '-date',
      count: 50,
      cursor: null,
      ignored: [],
    });
  });

  it('reads all it knows', () => {
    expect(
      found(
        'patient=p1&code=http://loinc.org|8867-4,|x,41950-7&date=ge2026-11-01&date=lt2026-12&_sort=date&_count=9&_cursor=ab_-1',
      ),
    ).toEqual({
      patientIds: ['p1'],
      codes: [
        { system: 'http://loinc.org', code: '8867-4' },
        { system: '', code: 'x' },
        { system: null, code: '41950-7' },
      ],
      categories: [],
      statuses: null,
      date: [
        { op: 'ge', fromMs: Date.UTC(2026, 10, 1), toMs: Date.UTC(2026, 10, 2) },
        { op: 'lt', fromMs: Date.UTC(2026, 11, 1), toMs: Date.UTC(2027, 0, 1) },
      ],
      sort: 'date',
      count: 9,
      cursor: 'ab_-1',
      ignored: [],
    });
  });

  it.each([
    ['subject=Patient/a,Patient/b', { patientIds: ['a', 'b'] }],
    ['subject=Patient/a,Patient/b&patient=b', { patientIds: ['b'] }],
    ['patient=a&patient=b', { patientIds: [] }],
    ['patient:Patient=a', { patientIds: ['a'] }],
    ['identifier=urn:x|a%5C,b', { identifier: { system: 'urn:x', value: 'a,b' } }],
    ['identifier=a%5C|b', { identifier: { system: null, value: 'a|b' } }],
    ['code=urn:x|', { codes: [{ system: 'urn:x', code: null }] }],
    ['category=vital-signs,urn:x|y', { categories: [{ system: null, code: 'vital-signs' }, { system: 'urn:x', code: 'y' }] }], // prettier-ignore
    ['status=final,amended', { statuses: ['final', 'amended'] }],
    ['_id=a,b', { ids: ['a', 'b'] }],
    ['_lastUpdated=ge2026-11-01', { updated: { fromMs: Date.UTC(2026, 10, 1), beforeMs: Infinity } }],
    ['_lastUpdated=ge2026-11-01&_lastUpdated=lt2026-12', { updated: { fromMs: Date.UTC(2026, 10, 1), beforeMs: Date.UTC(2026, 11, 1) } }], // prettier-ignore
    ['_lastUpdated=ge2026-11-01&date=2026&_id=a', { ids: ['a'], updated: { fromMs: Date.UTC(2026, 10, 1) } }],
    ['_count=1000000', { count: 200 }],
    ['_count=0', { count: 0 }],
    ['_summary=count&_count=7', { count: 0, ignored: [] }],
    ['_summary=false', { count: 50, ignored: [] }],
    ['_summary=text', { count: 50, ignored: ['_summary'] }],
    ['_summary=count,text', { count: 50, ignored: ['_summary'] }],
    ['colour=red', { ignored: ['colour'] }],
    ["code=' or 1=1--", { codes: [{ system: null, code: "' or 1=1--" }] }],
  ])('reads %s', (query, expected) => {
    expect(found(query)).toMatchObject(expected);
  });

  it.each([
    ['_count=-1', 'value'],
    ['_count=abc', 'value'],
    ['_count=1&_count=2', 'value'],
    ['_summary=count&_summary=text', 'value'],
    ['_sort=unknown', 'value'],
    ['date=gt2026-99', 'value'],
    ['date=2026-02-30', 'value'],
    ['date=ap2026', 'value'],
    ['date=2026-01-01,2026-01-02', 'value'],
    ['_lastUpdated=2026-01-01,2026-01-02', 'value'],
    ['_lastUpdated=ap2026', 'value'],
    ['_lastUpdated=ne2026', 'value'],
    ['_lastUpdated=', 'value'],
    ['_lastUpdated:missing=true', 'not-supported'],
    ['code=a|b|c|d', 'value'],
    ['code=', 'value'],
    ['subject=Group/a', 'value'],
    ['patient=http://evil.example/Patient/1', 'value'],
    ['patient=..%2F..%2Fetc', 'value'],
    ['_id=%00', 'value'],
    ['identifier=a&identifier=b', 'not-supported'],
    ['status=finished', 'value'],
    ['status=urn:x|final', 'value'],
    ['category=', 'value'],
    ['category=a&category=b', 'not-supported'],
    ['code=a&code=b', 'not-supported'],
    ['code:not=a', 'not-supported'],
    ['_cursor=!', 'invalid'],
    ['_include=*', 'too-costly'],
    ['_include:iterate=Observation:subject', 'too-costly'],
    ['_has:Group:member:_id=1', 'too-costly'],
    ['patient.name=x', 'too-costly'],
    [`code=${'a,'.repeat(10_000)}a`, 'too-costly'],
    [Array.from({ length: 200 }, (_, i) => `p${i}=1`).join('&'), 'too-costly'],
  ])('refuses %.60s', (query, code) => {
    expect(refused(query)?.code).toBe(code);
  });

  it('is strict about unknown parameters only when asked', () => {
    expect(refused('colour=red')).toBeUndefined();
    expect(refused('colour=red', true)).toMatchObject({ code: 'not-supported', expression: 'colour' });
    expect(refused('<b>=1', true)?.diagnostics).not.toContain('<b>');
  });

  it.each([
    ['patient.identifier=urn:a|secret', 'patient.identifier'],
    ['subject:Patient.name=secret', 'subject'],
    ['_has:Group:member:_id=secret', '_has'],
    [`${'a.'.repeat(100)}b=secret`, ''],
    ['<b>.c=secret', ''],
  ])('of %.40s names the parameter, if it looks like one, and never the value', (query, expression) => {
    const issue = refused(query)!;
    expect(issue.expression).toBe(expression);
    if (expression !== '') expect(issue.diagnostics).toContain(expression);
    expect(JSON.stringify(issue)).not.toMatch(/secret|<b>/);
  });

  it('never throws', () => {
    const names = fc.constantFrom(
      'patient',
      'code',
      'date',
      '_id',
      '_sort',
      '_count',
      '_lastUpdated',
      'identifier',
      'constructor',
      'x:y',
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(names, fc.string())), (pairs) => {
        expect(typeof parseObservationSearch(new URLSearchParams(pairs)).ok).toBe('boolean');
        expect(typeof parsePatientSearch(new URLSearchParams(pairs)).ok).toBe('boolean');
      }),
    );
  });
});

describe('parseSearchDate', () => {
  it.each([
    ['2026', Date.UTC(2026, 0), Date.UTC(2027, 0)],
    ['2024-02', Date.UTC(2024, 1), Date.UTC(2024, 2)],
    ['2026-11-20', Date.UTC(2026, 10, 20), Date.UTC(2026, 10, 21)],
    ['2026-11-20T08:00', Date.UTC(2026, 10, 20, 8), Date.UTC(2026, 10, 20, 8, 1)],
    ['2026-11-20T08:00:05Z', Date.UTC(2026, 10, 20, 8, 0, 5), Date.UTC(2026, 10, 20, 8, 0, 6)],
    ['2026-11-20T08:00:05.25Z', Date.UTC(2026, 10, 20, 8, 0, 5, 250), Date.UTC(2026, 10, 20, 8, 0, 5, 260)],
    ['2026-11-20T08:00:00 02:00', Date.UTC(2026, 10, 20, 6), Date.UTC(2026, 10, 20, 6, 0, 1)],
  ])('%s is a range', (text, fromMs, toMs) => {
    expect(parseSearchDate(text)).toEqual({ op: 'eq', fromMs, toMs });
    expect(parseSearchDate(`sa${text}`)).toEqual({ op: 'sa', fromMs, toMs });
  });
});

describe('parsePatientSearch', () => {
  it('reads all it knows', () => {
    const result = parsePatientSearch(
      new URLSearchParams('_id=a&identifier=urn:x|1&name=Ada,Eve&name=Lo&birthdate=1970&_count=5&x=1'),
    );
    expect(result).toEqual({
      ok: true,
      query: {
        ids: ['a'],
        identifiers: [{ system: 'urn:x', code: '1' }],
        names: [['Ada', 'Eve'], ['Lo']],
        birthDate: [{ op: 'eq', fromMs: 0, toMs: Date.UTC(1971, 0) }],
        count: 5,
        cursor: null,
        ignored: ['x'],
      },
    });
  });

  it('does not tell how many there are, and says so', () => {
    for (const [query, expression] of [
      ['_count=0', '_count'],
      ['_summary=count', '_summary'],
    ] as const)
      // prettier-ignore
      expect(parsePatientSearch(new URLSearchParams(query))).toMatchObject({
        ok: false,
        issues: [{ code: 'not-supported', expression }],
      });
  });

  it.each(['birthdate=1970-02-30', 'birthdate=1970-01-01T00:00:00Z', 'name=', 'name:exact=A', '_has:x=1', '_count=a'])(
    'refuses %s',
    (query) => {
      expect(parsePatientSearch(new URLSearchParams(query)).ok).toBe(false);
    },
  );
});
