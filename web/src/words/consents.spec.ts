import { describe, expect, it } from '@jest/globals';
import { CONSENT_MESSAGES } from './consent-messages.js';
import { askFirstWords, howWords, purposeWords, withdrawalWords } from './consents.js';
import { GLASS_MESSAGES } from './glass-messages.js';
import type { PageMessageKey } from './page-messages.js';
import { sayOnPage } from './say.js';

const VALUES = {
  purpose: 'research', status: 'given', day: '3 May 2026', name: 'June', how: 'paper', by: 'on paper', version: 2,
  language: 'English', kind: 'cover', minutes: 3, count: 2, state: 'open', patient: 'Milo', opened: '3 May 10:00',
  ended: '11:00', acts: 2, verdict: 'unclear', shown: 'true',
}; // prettier-ignore
const PURPOSES = [
  'monitoring', 'telehealth', 'recording', 'share-caregiver', 'share-primary-care', 'research', 'sensitive-notes',
] as const; // prettier-ignore
const HOW = ['in-app', 'paper', 'spoken', 'telephone', 'registration', 'earlier', 'erasure', 'merge'] as const;

describe('words about consents and the glass', () => {
  it.each(Object.keys({ ...CONSENT_MESSAGES, ...GLASS_MESSAGES }) as PageMessageKey[])('%s has no holes', (key) => {
    for (const lang of ['en', 'pseudo'] as const) {
      const words = sayOnPage(key, VALUES, lang);
      expect(words).not.toMatch(/undefined|null|NaN|[{}]/);
      expect(words.length).toBeGreaterThan(3);
    }
  });

  it('ask before what they are asked for: nobody who invites a caregiver reads of a visit', () => {
    expect(askFirstWords('telehealth')).toMatch(/visit/);
    expect(PURPOSES.filter((purpose) => /visit/.test(askFirstWords(purpose)))).toEqual(['telehealth']);
    expect(askFirstWords('share-caregiver')).toMatch(/invite/);
  });

  it('differ for each purpose and each way of telling', () => {
    expect(new Set(PURPOSES.map(purposeWords)).size).toBe(PURPOSES.length);
    expect(new Set(PURPOSES.map(withdrawalWords)).size).toBe(PURPOSES.length);
    const by = { side: 'clinic', name: 'Ana' } as const;
    expect(new Set(HOW.map((how) => howWords({ how, by }))).size).toBe(HOW.length);
  });
});
