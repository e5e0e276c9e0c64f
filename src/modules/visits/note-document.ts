import type { Resource } from '../record/index.js';
import type { Visit } from './visit.js';

export interface NoteText {
  readonly patientWords: string;
  readonly seen: string;
  readonly agreed: string;
}

const FIELDS = [
  ['patientWords', 'urn:stepwell:note:patient-words', 'In the patient’s words'],
  ['seen', 'urn:stepwell:note:seen', 'What we saw'],
  ['agreed', 'urn:stepwell:note:agreed', 'What we agreed'],
] as const;

export const NOTE_TYPE = 'DocumentReference';

/** The visit's note as a DocumentReference: readable text for everybody, the three fields beside it for us. */
export function toNoteDocument(
  note: NoteText,
  visit: Pick<Visit, 'id' | 'patientId' | 'state'>,
  author: { readonly personId: string; readonly name: string },
  savedAt: Date,
): Resource {
  const date = savedAt.toISOString();
  const given = FIELDS.filter(([field]) => note[field] !== '');
  const text = given.map(([field, , title]) => `${title}:\n${note[field]}`).join('\n\n');
  return {
    resourceType: NOTE_TYPE,
    ...(given.length > 0 ? { extension: given.map(([field, url]) => ({ url, valueString: note[field] })) } : {}),
    status: 'current',
    docStatus: visit.state === 'ended' ? 'final' : 'preliminary',
    type: { coding: [{ system: 'http://loinc.org', code: '34109-9', display: 'Note' }] },
    subject: { reference: `Patient/${visit.patientId}` },
    date,
    author: [
      {
        type: 'Practitioner',
        identifier: { system: 'urn:stepwell:person', value: author.personId },
        display: author.name,
      },
    ],
    content: [
      {
        attachment: {
          contentType: 'text/plain; charset=utf-8',
          ...(text === '' ? {} : { data: Buffer.from(text).toString('base64') }),
          title: 'Visit note',
          creation: date,
        },
      },
    ],
    context: { encounter: [{ reference: `Encounter/${visit.id}` }] },
  };
}

/** The same three strings that were saved. */
export function readNoteDocument(document: Resource): NoteText {
  const extensions = (document['extension'] ?? []) as readonly { url: string; valueString?: string }[];
  const read = (url: string) => extensions.find((extension) => extension.url === url)?.valueString ?? '';
  const [patientWords, seen, agreed] = FIELDS.map(([, url]) => read(url));
  return { patientWords: patientWords ?? '', seen: seen ?? '', agreed: agreed ?? '' };
}
