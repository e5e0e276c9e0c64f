import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { carryExact, exactText, JsonRefused, parseBatch, parseJson, stringifyJson } from './index.js';

const parse = (text: string) => parseJson(Buffer.from(text));

function refusal(body: string | Buffer, limits?: { maxDepth: number; maxNodes: number }): JsonRefused {
  try {
    parseJson(Buffer.from(body as string), limits);
  } catch (error) {
    if (error instanceof JsonRefused) return error;
    throw error;
  }
  throw new Error('was accepted');
}

/** Processor time, which a busy machine does not stretch as it does the clock. */
function cpuMs(work: () => unknown): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

describe('parseJson', () => {
  it.each([
    ['half an object', '{', 'syntax'],
    ['nothing', '', 'syntax'],
    ['only a byte order mark', '\ufeff', 'syntax'],
    ['NaN', '{"a":NaN}', 'syntax'],
    ['a string that never ends', '"abc', 'syntax'],
    ['a string ending in a backslash', '"abc\\', 'syntax'],
    ['a raw NUL', '"a\u0000"', 'syntax'],
    ['the same key twice', '{"status":"final","status":"x"}', 'duplicate-key'],
    ['the same key twice, once escaped', '{"status":"final","st\\u0061tus":"x"}', 'duplicate-key'],
    ['the same key twice, escaped first', '{"st\\u0061tus":"final","x":{"y":1},"status":"x"}', 'duplicate-key'],
    ['the same key after an inner object', '{"a":{"b":[{}]},"c":1,"a":2}', 'duplicate-key'],
    ['the empty key twice', '{"":1,"":2}', 'duplicate-key'],
    ['__proto__', '{"__proto__":{"admin":true}}', 'forbidden-key'],
    ['constructor deep inside', '[{"a":{"constructor":{"prototype":1}}}]', 'forbidden-key'],
    ['__proto__ in disguise', '{"\\u005f_proto__":1}', 'forbidden-key'],
    ['U+0000', '{"a":"x\\u0000"}', 'bad-character'],
    ['half a surrogate pair', '["\\ud83d"]', 'bad-character'],
    ['the other half', '["\\ude00\\ud83d"]', 'bad-character'],
    ['U+0000 in a key', '{"\\u0000":1}', 'bad-character'],
  ])('refuses %s', (_name, text, code) => {
    expect(refusal(text).code).toBe(code);
  });

  it('refuses broken UTF-8 and names the byte', () => {
    const broken = refusal(Buffer.from([0x22, 0xc3, 0xa9, 0x61, 0xff, 0x22]));
    expect(broken).toMatchObject({ code: 'encoding', issueCode: 'value' });
    expect(Math.abs(broken.offset - 4)).toBeLessThanOrEqual(4);
  });

  it('never quotes the body in a message', () => {
    expect(refusal('{"name":"Secretname" x').message).not.toContain('Secret');
  });

  it('finds a key that comes twice among many', () => {
    const keys = Array.from({ length: 60 }, (_, i) => `"k${i}":1`);
    expect(parse(`{${keys.join()}}`)).toMatchObject({ k59: 1 });
    for (const again of ['k0', 'k23', 'k24', 'k59']) {
      expect(refusal(`{${keys.join()},"${again}":2}`).code).toBe('duplicate-key');
    }
    expect(parse(`[{${keys.join()}},{${keys.join()}}]`)).toHaveLength(2);
  });

  it('refuses a million nested arrays and too many values quickly, before parsing', () => {
    const spent = cpuMs(() => {
      expect(refusal('['.repeat(1_000_000))).toMatchObject({ code: 'too-deep', issueCode: 'too-costly', offset: 32 });
      expect(refusal(`[${'1,'.repeat(60_000)}1]`).code).toBe('too-many-nodes');
    });
    expect(spent).toBeLessThan(500);
  });

  it('tells tens of thousands of escaped keys apart, in object after object', () => {
    const keys = Array.from({ length: 20_000 }, (_, i) => `"\\u006b${i}":1`).join();
    expect(Object.keys(parse(`{${keys}}`) as object)).toHaveLength(20_000);
    expect(parse(`[{${keys}},{"k0":1,"k1":1},{"\\u006b1":1,"k0":1}]`)).toHaveLength(3);
    expect(refusal(`{${keys},"k19999":2}`).code).toBe('duplicate-key');
    expect(refusal(`[{${keys}},{"k1":1,"\\u006b1":1}]`).code).toBe('duplicate-key');
  });

  it('spends little on tens of thousands of escaped keys', () => {
    const body = `{${Array.from({ length: 20_000 }, (_, i) => `"\\u006b${i}":1`).join()}}`;
    expect(cpuMs(() => parse(body))).toBeLessThan(1000);
  });

  it('allows exactly the limits', () => {
    const limits = { maxDepth: 2, maxNodes: 4 };
    expect(parseJson(Buffer.from('[[1,"2"]]'), limits)).toEqual([[1, '2']]);
    expect(refusal('[[[]]]', limits).code).toBe('too-deep');
    expect(refusal('[[1,2,3]]', limits).code).toBe('too-many-nodes');
  });

  it('accepts a byte order mark, emoji, escapes and look-alike keys', () => {
    expect(parse('\ufeff{"a":"\\ud83d\\ude00 \\" \\\\","ab":"ü","Aa":1,"BB":2,"proto":3}')).toEqual({
      a: '😀 " \\',
      ab: 'ü',
      Aa: 1,
      BB: 2,
      proto: 3,
    });
  });

  it('reads whatever JSON.stringify writes', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
        const text = JSON.stringify(value);
        if (/\\ud[89a-f]|\\u0000|__proto__|constructor|prototype/.test(text)) return;
        expect(parse(text)).toEqual(JSON.parse(text));
        expect(stringifyJson(parse(text))).toBe(text);
      }),
    );
  });
});

describe('what is no JSON', () => {
  it.each([
    ['its end is missing', '{"a":"ä', 'the body is not valid JSON (near byte 8)'],
    ['something stands behind it', '{"a":"ä"} {}', 'the body is not valid JSON (near byte 11)'],
    ['it speaks like V8', '[position 123456]', 'the body is not valid JSON'],
    ['it ends like V8', 'x end of JSON input', 'the body is not valid JSON'],
    ['V8 does not say where', '{"a":[1,,2]}', 'the body is not valid JSON'],
  ])('is said to be wrong where that is known: %s', (_name, text, message) =>
    expect(refusal(text).message).toBe(message),
  );
});

describe('numbers', () => {
  it.each(['1.50', '12345678901234567890', '1e3', '-0', '0.0000001', '1.0', '6.0221e+23', '0.1234567890123456789'])(
    'writes %s back as it came',
    (number) => {
      const text = `{"a":[{"v":${number}},${number}],"plain":1.25}`;
      expect(stringifyJson(parse(text))).toBe(text);
    },
  );

  it('forgets the text when the value was changed, and keeps it through a copy only when asked', () => {
    const read = parse('{"v":1.50,"w":2}') as { v: number; w: number };
    expect(exactText(read, 'v')).toBe('1.50');
    expect(exactText(read, 'w')).toBeUndefined();
    expect(stringifyJson({ ...read })).toBe('{"v":1.5,"w":2}');
    expect(stringifyJson(carryExact(read, { ...read }))).toBe('{"v":1.50,"w":2}');
    read.v = 3;
    expect(stringifyJson(read)).toBe('{"v":3,"w":2}');
  });

  it('writes every number back as it came', () => {
    const digits = fc.stringMatching(/^-?(0|[1-9][0-9]{0,24})(\.[0-9]{1,24})?([eE][+-]?[0-9]{1,3})?$/);
    fc.assert(fc.property(digits, (number) => expect(stringifyJson(parse(`[${number}]`))).toBe(`[${number}]`)));
  });
});

it('keys without values end as soon as values do', () => {
  const keys = Array.from({ length: 60_000 }, (_, i) => `"k${i}"`).join(',');
  expect(refusal(`{${keys}`).code).toBe('too-many-nodes');
});

it('a batch may hold more, and its numbers are read without how they were written', () => {
  const many = Buffer.from(`[${'1.50,'.repeat(100_000)}1.50]`);
  expect(() => parseJson(many)).toThrow(/at most 50000 values/);
  expect(stringifyJson(parseBatch(many))).toMatch(/^\[1\.5,/);
});
