import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { scanFile, toFinding } from './scan-file.js';

const folder = mkdtempSync(join(tmpdir(), 'stepwell-scan-'));
afterAll(() => rmSync(folder, { recursive: true }));

const script = (name: string, code: string): string[] => {
  const path = join(folder, `${name}.cjs`);
  writeFileSync(path, code);
  return [process.execPath, path];
};

describe('what a scanner says', () => {
  it.each([
    [0, 'clean'],
    [1, 'refused'],
    [2, 'away'],
    [127, 'away'],
    [null, 'away'],
  ] as const)('exit code %p: %s', (code, finding) => expect(toFinding(code)).toBe(finding));

  it('is asked of the file, as the last argument and with no shell between', async () => {
    const odd = join(folder, 'a file; exit 1 $(exit 1).zip');
    writeFileSync(odd, 'clean');
    const command = script(
      'reads',
      `require('fs').readFileSync(process.argv[3]); process.exit(process.argv[2] === '-q' ? 0 : 2)`,
    );
    expect(await scanFile([...command, '-q'], odd)).toBe('clean');
    expect(await scanFile([...command, '-q'], join(folder, 'not there'))).toBe('refused');
  });

  it('is away when there is no such program', async () => {
    expect(await scanFile([join(folder, 'nowhere')], 'x')).toBe('away');
  });

  it('learns none of our settings', async () => {
    process.env['DATABASE_URL_OF_THIS_TEST'] = 'a secret';
    const command = script('env', `process.exit(JSON.stringify(process.env).includes('a secret') ? 1 : 0)`);
    expect(await scanFile(command, 'x')).toBe('clean');
    delete process.env['DATABASE_URL_OF_THIS_TEST'];
  });

  it('ends with the server', async () => {
    const stop = new AbortController();
    const running = scanFile(script('hangs', 'setInterval(() => {}, 1000)'), 'x', stop.signal);
    setTimeout(() => stop.abort(), 200);
    expect(await running).toBe('away');
  });
});
