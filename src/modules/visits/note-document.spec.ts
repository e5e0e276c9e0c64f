import { describe, expect, it } from '@jest/globals';
import { readNoteDocument, toNoteDocument } from './note-document.js';

const visit = { id: 'v', patientId: 'p', state: 'in-progress' as const };
const author = { personId: 'x', name: 'Dr Test' };
const at = new Date('2026-03-01T09:00:00Z');

describe('a visit note as a document', () => {
  it.each([
    { patientWords: 'It “hurts”,\nless at night — ça va 🙂', seen: 'Walks 2 km', agreed: '' },
    { patientWords: '', seen: '', agreed: '' },
    { patientWords: 'What we agreed:\nnothing', seen: ' ', agreed: '\u00e9' },
  ])('gives back the three fields as they were %#', (note) => {
    expect(readNoteDocument(toNoteDocument(note, visit, author, at))).toEqual(note);
  });

  it('can be read without knowing our extensions', () => {
    const document = toNoteDocument(
      { patientWords: 'Bad days', seen: '', agreed: 'Walk 10 minutes' },
      visit,
      author,
      at,
    );
    const [{ attachment }] = document['content'] as [{ attachment: { data: string } }];
    expect(Buffer.from(attachment.data, 'base64').toString()).toBe(
      'In the patient’s words:\nBad days\n\nWhat we agreed:\nWalk 10 minutes',
    );
  });

  it('is preliminary until the visit has ended', () => {
    const note = { patientWords: 'a', seen: 'b', agreed: 'c' };
    expect(toNoteDocument(note, visit, author, at)['docStatus']).toBe('preliminary');
    expect(toNoteDocument(note, { ...visit, state: 'ended' }, author, at)['docStatus']).toBe('final');
  });
});
