import { describe, expect, it } from '@jest/globals';
import { POLICY } from '../../../src/platform/auth/policy.js';
import { ACT_WORDS, actWords } from './audit-words.js';

describe('the words of the audit', () => {
  it.each(Object.entries(POLICY).flatMap(([type, acts]) => Object.keys(acts).map((act) => [type, act] as const)))(
    'say what %s.%s is',
    (type, act) => {
      expect(ACT_WORDS[type]).toBeDefined();
      expect(actWords(type, act)).not.toMatch(new RegExp(`: ${act}$`));
    },
  );
});
