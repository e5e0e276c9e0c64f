import type { Letter } from '../../../platform/mail/letters.js';
import type { Urgency } from '../decide/decide-notice.js';
import type { Words } from '../notices.repository.js';

/** A route of the web's router; a test follows it in a browser. */
export const FIRST_PAGE = '/';

export interface NoticeWords {
  readonly title: string;
  readonly body: string;
  /** Where it leads: each reader's own first page, the worklist or the patient's home. It shows what the reader may see. */
  readonly path: typeof FIRST_PAGE;
}

/**
 * What a notice says. Whoever looks at a locked phone or somebody else's mailbox learns that an item waits, and nothing
 * else: no name, no id, no kind of news.
 */
export function wordsOf(words: Words, urgency: Urgency, emergencyNumber: string | null): NoticeWords {
  switch (words) {
    case 'item':
    case 'fallback':
      return {
        title: 'An item waits in Stepwell',
        body: [
          urgency === 'now' ? 'Please look now.' : 'Please look today.',
          ...(words === 'fallback' ? ['Nobody of the team could be reached.'] : []),
        ].join(' '),
        path: FIRST_PAGE,
      };
    case 'patient':
      return {
        title: 'A message from your clinic',
        body: `Your clinic could not be reached just now. If you need help at once, call ${emergencyNumber ?? 'your emergency number'}.`,
        path: FIRST_PAGE,
      };
    case 'news':
      return { title: 'News in Stepwell', body: 'There is something new for you in Stepwell.', path: '/' };
    case 'asked':
      return {
        title: 'A question in Stepwell',
        body: 'Your clinic asks you something. Open Stepwell to decide.',
        path: FIRST_PAGE,
      };
    case 'test':
      return { title: 'A test from Stepwell', body: 'Notices reach you here.', path: FIRST_PAGE };
  }
}

export const toLetter = ({ title, body, path }: NoticeWords, publicUrl: string): Letter => ({
  subject: title,
  text: `${body}\n\n${publicUrl}${path}\n`,
});
