import type { VisitNote } from '../api/types.js';
import { useClinicZone } from '../app/session.js';
import { dayAndClock, PROFESSION_WORDS, ROLE_WORDS } from '../words/index.js';

type Author = VisitNote['authors'][number];

/** Who wrote on a note, what they are in the clinic, and when they last did. */
export function NoteAuthors({ authors }: { authors: readonly Author[] }) {
  const zone = useClinicZone();
  return authors.map((author) => (
    <span key={`${author.name} ${author.at}`} className="author">
      {author.name}
      {whatOf(author)}, {dayAndClock(author.at, zone)}
    </span>
  ));
}

function whatOf({ profession, role }: Author): string {
  const words = profession && profession !== 'other' ? PROFESSION_WORDS[profession] : role && ROLE_WORDS[role];
  return words ? `, ${words.toLowerCase()}` : '';
}
