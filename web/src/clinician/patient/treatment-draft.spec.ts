import { describe, expect, it } from '@jest/globals';
import { ApiError } from '../../api/client.js';
import type { Treatment } from '../../api/types.js';
import {
  bodyOf,
  changedBody,
  draftOf,
  emptyDraft,
  problemsOf,
  serverProblems,
  type TreatmentDraft,
} from './treatment-draft.js';

const draft = (change: Partial<TreatmentDraft> = {}): TreatmentDraft => ({
  ...emptyDraft('2026-11-20'),
  what: ' Pregabalin ',
  dose: '75 mg twice daily',
  ...change,
});

describe('a treatment as it is filled in', () => {
  it.each<[string, Partial<TreatmentDraft>, string[]]>([
    ['all there', {}, []],
    ['nothing', { what: ' ', dose: '', on: '' }, ['what', 'dose', 'on']],
    ['a procedure needs no dose', { kind: 'procedure', dose: '' }, []],
    ['over before it began', { until: '2026-11-19' }, ['until']],
    ['on one day', { until: '2026-11-20' }, []],
  ])('%s', (_name, change, fields) => expect(Object.keys(problemsOf(draft(change)))).toEqual(fields));

  it.each<[string, Partial<TreatmentDraft>, Partial<TreatmentDraft>, string[]]>([
    ['nobody knew dose and day, nobody need say them', { dose: '', on: '' }, { until: '2026-11-20' }, []],
    ['what was known is not taken away', {}, { dose: '', on: '' }, ['dose', 'on']],
    ['days that came wrong stand in nobody’s way', { until: '2026-11-01' }, { what: 'Duloxetine' }, []],
    ['… and are put right', { until: '2026-11-01' }, { until: '2026-11-02' }, ['until']],
  ])('of what is there: %s', (_name, before, change, fields) => {
    const opened = draft(before);
    expect(Object.keys(problemsOf({ ...opened, ...change }, opened))).toEqual(fields);
  });

  it('is corrected by what is another now, and by nothing else', () => {
    const opened = draft({ what: 'x'.repeat(200), dose: '', on: '' });
    expect(changedBody(opened, { ...opened, until: '2026-11-20' })).toEqual({ kind: 'dose', until: '2026-11-20' });
    expect(changedBody(draft({ until: '2026-11-20' }), draft({ dose: ' 1 g ', label: 'psychology' }))).toEqual({
      kind: 'dose',
      dose: '1 g',
      until: null,
      label: 'psychology',
    });
    const done = draft({ kind: 'procedure' });
    expect(changedBody(done, { ...done, what: ' Injection ', on: '2026-11-21' })).toEqual({
      kind: 'procedure',
      text: 'Injection',
      on: '2026-11-21',
    });
  });

  it('is sent as the server takes it', () => {
    const days = { on: '2026-11-20', until: null, label: null };
    expect(bodyOf(draft())).toEqual({ kind: 'dose', medication: 'Pregabalin', dose: '75 mg twice daily', ...days });
    expect(bodyOf(draft({ kind: 'procedure', label: 'psychology' }))).toEqual({
      kind: 'procedure',
      text: 'Pregabalin',
      ...days,
      label: 'psychology',
    });
  });

  it('is what it was when it is corrected', () => {
    const noted = { id: '1', version: 1, mayChangeLabel: true, notedAt: '', notedBy: null };
    const dose: Treatment = {
      ...noted,
      kind: 'dose',
      medication: 'Pregabalin',
      dose: null,
      on: null,
      until: null,
      label: null,
    };
    expect(draftOf(dose)).toEqual({ kind: 'dose', what: 'Pregabalin', dose: '', on: '', until: '', label: '' });
    const procedure: Treatment = {
      ...noted,
      kind: 'procedure',
      text: 'Injection',
      on: '2026-11-01',
      until: null,
      label: 'psychology',
    };
    expect(bodyOf(draftOf(procedure))).toEqual({
      kind: 'procedure',
      text: 'Injection',
      on: '2026-11-01',
      until: null,
      label: 'psychology',
    });
  });

  it('has what the server says beside the field', () => {
    const error = new ApiError(422, 'INVALID_INPUT', '', null, [
      { path: 'medication', message: 'must say which medication' },
      { path: 'on', message: 'must be after 1900' },
    ]);
    expect(serverProblems(error)).toEqual({ what: 'This must say which medication.', on: 'This must be after 1900.' });
    expect(serverProblems(new Error('offline'))).toEqual({});
  });
});
