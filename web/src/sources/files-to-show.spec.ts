import { expect, it } from '@jest/globals';
import type { Upload } from '../api/types.js';
import { newUpload } from '../api/upload-state.js';
import { filesToShow } from './files-to-show.js';

const NOW = Date.parse('2026-11-20T09:05:00.000Z');
const UNTIL = '2026-12-20T09:00:00.000Z';
const shown = (over: Partial<Upload>, isMine = false) =>
  filesToShow([{ ...newUpload('u', '2026-11-20T09:00:00.000Z'), ...over }], {
    now: NOW,
    zone: 'Europe/Berlin',
    isMine,
  })[0];

it('a file that can be taken back says until when, and whose it might be', () => {
  const done = { state: 'done', stored: 1200, takeBackUntil: UNTIL } as const;
  expect(shown(done)).toEqual({
    id: 'u',
    words: 'File of 20 Nov 10:00: 1,200 measurements can be taken back until 20 Dec 10:00.',
    takeBackOf: '20 Nov 10:00',
    warning: null,
    refusals: null,
  });
  expect(shown({ ...done, stored: 1, unchecked: 'no-birth-date-in-file' })).toMatchObject({
    words: expect.stringContaining('1 measurement can'),
    warning: 'The file does not say when its owner was born, so nobody could check that it is this patient’s.',
  });
  expect(shown({ ...done, unchecked: 'no-birth-date-in-record' }, true)?.warning).toBe(
    'The record has no date of birth to compare with the file’s, so nobody could check that it is yours.',
  );
});

it.each<[string, Partial<Upload>, string | undefined]>([
  ['is being taken back', { state: 'taking-back' }, 'The file of 20 Nov 10:00 is being taken back.'],
  [
    'is on its way out',
    { state: 'taking-back', takenBack: 20_000 },
    'The file of 20 Nov 10:00 is being taken back: 20,000 measurements are gone so far.',
  ],
  [
    'was taken back',
    { state: 'taken-back', takenBack: 1200 },
    'The file of 20 Nov 10:00 was taken back: 1,200 measurements are gone from the record.',
  ],
  [
    'told nothing alone',
    { state: 'taken-back' },
    'The file of 20 Nov 10:00 was taken back: nothing of it stood alone in the record.',
  ],
  ['was taken back long ago', { state: 'taken-back', sentAt: '2026-11-01T09:00:00.000Z' }, undefined],
  ['is too old', { state: 'done', stored: 3, takeBackUntil: '2026-11-20T09:00:00.000Z' }, undefined],
  [
    'held nothing that is read here',
    { state: 'done', records: 7, skipped: 7 },
    'File of 20 Nov 10:00: nothing that Stepwell reads was found in it. If the export came as several files, bring in the others too. If not, see whether the app it comes from shows steps, sleep or heart rate, and export again.',
  ],
  ['held nothing, long ago', { state: 'done', sentAt: '2026-11-01T09:00:00.000Z' }, undefined],
  ['held nothing new', { state: 'done', duplicates: 4 }, undefined],
  [
    'brought nothing but what was refused',
    { state: 'done', refused: 3 },
    'File of 20 Nov 10:00: none of 3 entries could be taken.',
  ],
  [
    'brought nothing new, and what was refused',
    { state: 'done', refused: 1, duplicates: 9 },
    'File of 20 Nov 10:00: nothing new; 1 entry could not be taken.',
  ],
  [
    'is of closed months',
    { state: 'done', refused: 3, refusals: [{ code: 'PERIOD_CLOSED', message: 'is of a month', count: 3 }] },
    undefined,
  ],
  ['was refused whole, long ago', { state: 'done', refused: 3, sentAt: '2026-11-01T09:00:00.000Z' }, undefined],
  [
    'waits',
    { state: 'taking-back', error: 'No consent.' },
    'The file of 20 Nov 10:00 is being taken back. No consent.',
  ],
  ['is being read', { state: 'reading' }, undefined],
])('one that %s', (_name, over, words) => expect(shown(over)?.words).toBe(words));

it('one that held nothing is told of until the next has come', () => {
  const empty = { ...newUpload('u', '2026-11-20T09:00:00.000Z'), state: 'done' as const };
  const full = { ...empty, id: 'v', stored: 3, takeBackUntil: UNTIL };
  const idsOf = (uploads: readonly Upload[]) =>
    filesToShow(uploads, { now: NOW, zone: 'Europe/Berlin', isMine: true }).map(({ id }) => id);
  expect(idsOf([empty, full])).toEqual(['u', 'v']);
  expect(idsOf([full, empty])).toEqual(['v']);
});

it('why entries were not taken is told to the team, not to the patient', () => {
  const refusals = [{ code: 'INVALID' as const, message: 'value must be a number', count: 3 }];
  const some = { state: 'done', stored: 5, refused: 3, refusals, takeBackUntil: UNTIL } as const;
  for (const over of [some, { ...some, stored: 0, takeBackUntil: null }]) {
    expect(shown(over)?.refusals).toEqual({ at: '20 Nov 10:00', counts: refusals });
    expect(shown(over, true)?.refusals).toBeNull();
  }
});

it('no two files of one minute have one name, whatever comes after them', () => {
  const done = { state: 'done', stored: 12, takeBackUntil: UNTIL } as const;
  const files = ['10:01:59', '10:00:40', '10:00:20', '10:00:00'].map((at) => ({
    ...newUpload(at, `2026-11-20T${at}.000Z`),
    ...done,
  }));
  const named = filesToShow(files, { now: NOW, zone: 'UTC', isMine: true }).map(({ takeBackOf }) => takeBackOf);
  expect(named).toEqual(['20 Nov 10:01', '20 Nov 10:00 (3)', '20 Nov 10:00 (2)', '20 Nov 10:00']);
});
