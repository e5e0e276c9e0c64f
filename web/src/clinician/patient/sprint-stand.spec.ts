import { describe, expect, it } from '@jest/globals';
import type { SprintVerdict } from '../../api/types.js';
import { sayOnPage } from '../../words/index.js';
import { standOf } from './sprint-stand.js';

const verdict = (label: SprintVerdict['label'], change: Partial<SprintVerdict> = {}): SprintVerdict => ({
  metric: 'steps',
  label,
  confidence: 0.8,
  probs: { improving: 0.1, plateau: 0.8, deteriorating: 0.1, insufficient: 0 },
  isProvisional: false,
  isFinal: false,
  isEarly: false,
  isReached: false,
  isClear: true,
  ...change,
});
const say = (one: SprintVerdict) =>
  sayOnPage('sprint.stands', { isFinal: String(one.isFinal), stand: standOf(one), metric: 'Steps' });

describe('how a sprint stands', () => {
  it.each<[string, SprintVerdict, string]>([
    ['improving', verdict('improving'), 'Sprint so far: Steps improving'],
    ['worse', verdict('deteriorating', { isFinal: true }), 'Sprint: Steps getting worse'],
    ['levelled off short of the target', verdict('plateau'), 'Sprint so far: Steps levelled off'],
    ['hardly measured', verdict('insufficient', { isProvisional: true }), 'Sprint so far: Steps, too little data'],
    [
      'day 1',
      verdict('improving', { isProvisional: true, isEarly: true, isClear: false }),
      'Sprint so far: before day 21 there is nothing to rest on',
    ],
    [
      'day 10, where the chart says that the target is reached',
      verdict('improving', { isProvisional: true, isReached: true }),
      'Sprint so far: Steps reached the target',
    ],
    [
      'reached, with too few days before it to compare with',
      verdict('insufficient', { isReached: true }),
      'Sprint so far: Steps reached the target',
    ],
    ['no label likely enough', verdict('improving', { isClear: false }), 'Sprint so far: Steps, not clear yet'],
    ['nor on the last day', verdict('plateau', { isClear: false, isFinal: true }), 'Sprint: Steps, not clear'],
    [
      'no change, with the target met',
      verdict('plateau', { isReached: true, isFinal: true }),
      'Sprint: Steps held at the target',
    ],
    [
      'better, with the target met',
      verdict('improving', { isReached: true }),
      'Sprint so far: Steps reached the target',
    ],
    [
      'worse, above an easy target',
      verdict('deteriorating', { isReached: true }),
      'Sprint so far: Steps getting worse',
    ],
    [
      'no change before a response can be expected',
      verdict('plateau', { isEarly: true }),
      'Sprint so far: Steps unchanged, too early to expect more',
    ],
    ['better before that', verdict('improving', { isEarly: true }), 'Sprint so far: Steps improving'],
  ])('%s', (_name, one, words) => expect(say(one)).toBe(words));
});
