import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { sourceOf } from './source-name.js';

const named = (device: string, maker?: string) => sourceOf({ system: 'any', device, maker, kind: 'other' });

describe('a device has one name on every road', () => {
  it.each([
    [
      'Apple Watch',
      ['Apple Watch', 'Apple Inc.'],
      ['Watch', 'Apple Inc.'],
      ['Ana’s Apple\u00a0Watch'],
      ['APPLE  WATCH'],
    ],
    ['Apple Watch', ['Apple Watch de Ana'], ['Apple Watch von Ana-Lena B.'], ["Apple Watch d'Ana"]],
    ['Fitbit Charge 6', ['Charge 6'], ['Charge 6', 'Fitbit'], ['fitbit charge-6'], ['Fitbit Charge 6', 'Google LLC']],
    ['Google Pixel Watch 2', ['Pixel Watch 2', 'Fitbit'], ['Google Pixel Watch 2'], ['pixel_watch_2', 'google']],
    ['Apple iPhone 15', ['iPhone 15'], ['iPhone 15', 'Apple Inc.'], ["Ben's iPhone 15"], ['Apple iPhone 15']],
    ['Acme Band 2', ['Band 2', 'Acme GmbH'], ['Acme Band 2'], ['ACME band 2', 'Acme Ltd.']],
    ['Acme', ['Acme', 'Acme']],
  ] as [string, ...[string, string?][]][])('%s', (wanted, ...spellings) => {
    expect(spellings.map(([device, maker]) => named(device, maker).device)).toEqual(spellings.map(() => wanted));
  });

  it('two devices stay two', () => {
    const names = [
      'Charge 5',
      'Charge 6',
      'Apple Watch',
      'iPhone',
      'Acme Band',
      'Acme Band 2',
      "Levi's jacket",
      'jacket',
    ];
    expect(new Set(names.map((name) => named(name).device)).size).toBe(names.length);
  });

  it('a name that has been made is not made over', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 30 });
    const words = fc.constantFrom('apple', 'watch', "Ana's", 'iPhone', 'Charge', '6', 'Fitbit', 'Inc.', 'de', 'GALAXY');
    const device = fc.oneof(
      text,
      fc.array(words, { maxLength: 5 }).map((all) => all.join(' ')),
    );
    fc.assert(
      fc.property(
        device,
        fc.option(fc.constantFrom('Apple Inc.', 'Acme', 'Fitbit'), { nil: undefined }),
        (name, maker) => {
          const once = named(name, maker);
          // Owners may hide owners; the name without all of them is a name.
          const twice = named(once.device, maker);
          expect(named(twice.device, maker)).toEqual(twice);
          expect(once.device.length).toBeLessThanOrEqual(201);
        },
      ),
    );
  });
});

describe('what else makes a source', () => {
  it.each([
    [
      'the account, where no device is named',
      { system: 'fitbit', device: null, kind: 'watch' },
      ['fitbit', '', 'watch'],
    ],
    ['a name of blanks is none', { system: 'acme', device: ' \t', kind: 'other' }, ['acme', '', 'other']],
    [
      'the name goes before the kind',
      { system: 'a', device: 'Acme Band', kind: 'phone' },
      ['device', 'Acme Band', 'watch'],
    ],
    ['a phone by name', { system: 'a', device: 'Pixel 9', kind: 'other' }, ['device', 'Google Pixel 9', 'phone']],
    ['a name that says nothing', { system: 'a', device: 'Acme One', kind: 'watch' }, ['device', 'Acme One', 'watch']],
    ['typed in is not measured', { system: 'a', device: 'Acme Band', kind: 'form' }, ['a', 'Acme Band', 'form']],
    ['and never in the room of devices', { system: 'device', device: 'x', kind: 'form' }, ['form', 'X', 'form']],
  ] as const)('%s', (_name, origin, [system, device, kind]) => {
    expect(sourceOf(origin)).toEqual({ system, device, kind });
  });

  it('keeps two names apart that differ far behind, in any spelling, and none is longer than the store takes', () => {
    const named = (device: string) => sourceOf({ system: 'fhir', device, kind: 'watch' }).device;
    const [one, other] = ['a', 'b'].map((end) => named(`Ward Band ${'x'.repeat(300)} ${end}`));
    expect(one).not.toBe(other);
    expect(named(`ward_band ${'X'.repeat(300)}  A`)).toBe(one);
    expect(one).toMatch(/^Ward Band Xxx/);
    expect(Math.max(one!.length, named('y'.repeat(5000)).length)).toBeLessThanOrEqual(200);
    expect(named(`Band ${'x'.repeat(195)}`)).toBe(`Band X${'x'.repeat(194)}`);
  });
});
