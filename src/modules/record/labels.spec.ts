import { describe, expect, it } from '@jest/globals';
import { labelledAs, labelsOf } from './labels.js';

const ACT = 'http://terminology.hl7.org/CodeSystem/v3-ActCode';
const withCodes = (...codes: string[]) => ({
  resourceType: 'DocumentReference',
  meta: { security: codes.map((code) => ({ system: ACT, code })) },
});

describe('labels of a resource', () => {
  it.each<[string, string[], string[]]>([
    ['none', [], []],
    ['psychiatry', ['PSY'], ['psychology']],
    ['substance use', ['ETH'], ['substance-use']],
    ['opioids', ['OPIOIDUD'], ['substance-use']],
    ['the part of the law', ['42CFRPart2'], ['substance-use']],
    ['behavioural health, which is both', ['BH'], ['psychology', 'substance-use']],
    ['both', ['ETH', 'PSY'], ['psychology', 'substance-use']],
    ['something else', ['HTEST'], []],
  ])('%s', (_name, codes, labels) => {
    expect(labelsOf(withCodes(...codes))).toEqual(labels);
  });

  it.each([undefined, {}, { security: 'PSY' }, { security: [{}] }])('of odd meta %j are none', (meta) => {
    expect(labelsOf({ resourceType: 'DocumentReference', meta })).toEqual([]);
  });

  it('are set, changed and taken away, and leave those of others', () => {
    const psychology = labelledAs(withCodes('HTEST'), 'psychology');
    expect(labelsOf(psychology)).toEqual(['psychology']);
    const changed = labelledAs(psychology, 'substance-use');
    expect(labelsOf(changed)).toEqual(['substance-use']);
    expect(labelledAs(changed, null)).toEqual(withCodes('HTEST'));
    expect(labelledAs({ resourceType: 'DocumentReference' }, null)).toEqual({
      resourceType: 'DocumentReference',
      meta: {},
    });
  });
});
