import { describe, expect, it } from '@jest/globals';
import { describeUsage, readOptions } from './options.js';

const OPTIONS = { clinic: undefined, scopes: undefined, days: '90', note: '', json: false } as const;

describe('options of a command', () => {
  it('that are left out are what was declared', () => {
    const given = ['--clinic', 'a', '--scopes', 'b'];
    expect(readOptions(given, OPTIONS)).toEqual({ clinic: 'a', scopes: 'b', days: '90', note: '', json: false });
  });

  it.each([
    ['all that are missing, at once', [], 'Say --clinic <value> and --scopes <value>.'],
    ['one that is missing', ['--clinic', 'a'], 'Say --scopes <value>.'],
    [
      'one that is none',
      ['--clinik', 'a'],
      "Unknown option '--clinik'. Options here: --clinic, --scopes, --days, --note, --json.",
    ],
  ])('are named when wrong: %s', (_name, args, sentence) => {
    expect(() => readOptions(args, OPTIONS)).toThrow(sentence);
  });

  it('that are too many for a command without any', () => {
    expect(() => readOptions(['--fast'], {})).toThrow("Unknown option '--fast'. Options here: none.");
  });

  it('are told by --help, with what each is when left out', () => {
    expect(describeUsage('token', { about: 'print a token', options: OPTIONS }).split('\n')).toEqual([
      'stepwell token: print a token',
      '  --clinic <value>         must be given',
      '  --scopes <value>         must be given',
      '  --days <value>           may be left out: then 90',
      '  --note <value>           may be left out',
      '  --json                   may be left out',
    ]);
  });
});
