import { describe, expect, it } from '@jest/globals';
import { sameWords } from './same-words.js';

const skeleton = (device?: object) => JSON.stringify({ status: 'final', code: { text: 'grip' }, device });
const [SOURCE, OTHER] = [{ display: 'Watch', type: 'Device' }, { display: 'Ring' }];
const TURNED = { type: 'Device', display: 'Watch' };
const own = (device: object) => JSON.stringify({ device, valueInteger: 1 });
const NONE = '{"valueInteger":1}';

describe('the words of a device', () => {
  it.each([
    ['its source’s, and those of a version from before they were kept there', SOURCE, NONE, {}, NONE, true],
    ['its source’s, and others of such a version', OTHER, NONE, {}, NONE, false],
    ['its own, and the same as its source’s', {}, own(TURNED), {}, NONE, true],
    ['its own, and its source’s', {}, own(OTHER), {}, NONE, false],
    ['its own, in another order', {}, own(SOURCE), {}, own(TURNED), true],
    ['none, and its source’s', undefined, NONE, {}, NONE, false],
    ['none, and none', undefined, NONE, undefined, NONE, true],
  ])('%s', (_name, before, itsOwn, now, own_, expected) => {
    const told = [
      { skeleton: skeleton(before), remainder: itsOwn },
      { skeleton: skeleton(now), remainder: own_ },
    ] as const;
    const device = JSON.stringify(SOURCE);
    expect(sameWords(...told, { isMetric: false, device })).toBe(expected);
    // Of a metric of ours each road names the device in its own way.
    expect(sameWords(...told, { isMetric: true, device })).toBe(true);
  });
});
