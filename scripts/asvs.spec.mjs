import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { root } from '../bin/node24.mjs';

const page = (name) => readFileSync(join(root, 'docs', name), 'utf8');
/** Rows of the checklist: number, level, words, state, by. */
const rows = page('asvs.md')
  .split('\n')
  .filter((line) => line.startsWith('| v5.0.0-'))
  .map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
const filesIn = (text) =>
  [...text.matchAll(/(?:(?:src|test|web|scripts|bench|docker|docs)\/[\w./-]+\.\w+|README\.md|CONTRIBUTING\.md)/g)].map(
    ([path]) => path,
  );
/** What is met without a file says so, and what makes it so instead. */
const isReasoned = (by) => /^no test: .{10,}/.test(by);

describe('the checklist of ASVS 5.0', () => {
  it('has every requirement of levels 1 and 2 once', () => {
    expect(rows.filter(([, level]) => level === '1')).toHaveLength(70);
    expect(rows.filter(([, level]) => level === '2')).toHaveLength(183);
    expect(new Set(rows.map(([number]) => number)).size).toBe(rows.length);
  });

  it('counts its own states rightly', () => {
    const count = (state) => rows.filter((row) => row[3] === state).length;
    expect(page('asvs.md')).toContain(
      `${rows.length} requirements: ${count('met')} met, ${count('n.a.')} do not apply, **${count('**not met**')} not met**.`,
    );
  });

  it.each(rows)('%s (level %s), %s: %s', (_number, level, words, state, by) => {
    expect(['met', 'n.a.', '**not met**']).toContain(state);
    expect(['1', '2']).toContain(level);
    expect([words.length, by.length].every((length) => length > 2)).toBe(true);
    expect(filesIn(by).filter((path) => !existsSync(join(root, path)))).toEqual([]);
    expect(state !== 'met' || filesIn(by).length > 0 || isReasoned(by)).toBe(true);
  });
});

describe('the threat model', () => {
  it.each(['threat-model.md', 'security.md'])('%s names only files that there are', (name) => {
    const named = [...page(name).matchAll(/`((?:src|test|web|scripts)\/[\w./-]+\.(?:ts|mjs))`/g)].map(
      ([, path]) => path,
    );
    expect(named.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });
});
