import { spawnSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { root } from '../../bin/node24.mjs';
import { findLicenceProblems } from './licences.mjs';
import { findLoose } from './lockfile.mjs';
import { findGaps } from './sbom.mjs';
import { findSecrets, judgeSecrets } from './secrets.mjs';
import { compare, findUnsafe } from './versions.mjs';

const json = (path) => JSON.parse(readFileSync(join(root, path), 'utf8'));
const lock = json('package-lock.json');
const rules = json('scripts/gates/licences.json');
/** Our lockfile with one package more, or one in another state. */
const lockWith = (name, entry, path = `node_modules/${name}`) => ({
  packages: {
    ...lock.packages,
    [path]: { version: '1.0.0', integrity: 'sha512-x', license: 'MIT', ...lock.packages[path], ...entry },
  },
});

describe('versions', () => {
  const table = json('scripts/gates/unsafe-versions.json');

  it.each([
    ['one below the least safe', 'socket.io-parser', '4.2.5', /^socket\.io-parser 4\.2\.5 .*4\.2\.7 is the least safe/],
    ['the oldest of three gaps', 'fastify', '5.7.1', /5\.8\.3 is the least safe one, CVE-2026-25223/],
    ['one that was bad and its neighbours not', 'debug', '4.4.2', /malware/],
    ['one that nobody may use', 'node-expat', '2.4.1', /no version is accepted/],
    ['a pre-release of the safe one', 'engine.io', '6.6.7-rc.1', /6\.6\.7 is the least safe/],
  ])('%s fails and is named', (_name, name, version, sentence) => {
    expect(findUnsafe(lockWith(name, { version }), table)).toEqual([expect.stringMatching(sentence)]);
  });

  it('finds it where it lies below another package', () => {
    const deep = lockWith('ws', { version: '8.16.0' }, 'node_modules/engine.io/node_modules/ws');
    expect(findUnsafe(deep, table)).toEqual([expect.stringContaining('node_modules/engine.io/node_modules/ws')]);
  });

  it.each([
    ['4.10.0', '4.9.9', 1],
    ['1.0.0-beta.2', '1.0.0-beta.10', -1],
    ['1.0.0', '1.0.0-beta.17', 1],
    ['2.0.0', '2.0.0+build', 0],
  ])('%s against %s', (a, b, sign) => expect(Math.sign(compare(a, b))).toBe(sign));

  it.each(Object.entries(table.packages))('%s: each row says why, and its range is one', (_name, ranges) => {
    for (const { from = '0', below, why } of ranges) {
      expect(why.length).toBeGreaterThan(10);
      if (below !== undefined) expect(compare(from, below)).toBeLessThan(0);
    }
  });
});

describe('lockfile', () => {
  const mayRun = json('scripts/gates/install-scripts.json');

  it.each([
    ['a package without its hash', { integrity: undefined }, /no sha512/],
    ['a weak hash', { integrity: 'sha1-abc' }, /no sha512/],
    ['one from a git server', { resolved: 'git+ssh://git@example.org/x.git#1' }, /comes from git/],
    ['one by http', { resolved: 'http://example.org/x.tgz' }, /comes from http:/],
    ['a script that nobody has read', { hasInstallScript: true }, /runs a script/],
  ])('%s fails', (_name, entry, sentence) => {
    expect(findLoose(lockWith('newcomer', entry), mayRun)).toEqual([expect.stringMatching(sentence)]);
  });
});

describe('licences', () => {
  it.each([
    ['one that is not ours to pass on', { license: 'AGPL-3.0-only' }, /AGPL-3\.0-only/],
    ['one of two that both count', { license: 'MIT AND GPL-2.0-only' }, /GPL-2\.0-only/],
    ['none at all', { license: undefined }, /names no licence/],
    ['a tool’s licence in what is passed on', { license: 'MPL-2.0' }, /MPL-2\.0/],
    ['a tool that nobody has named', { license: 'MPL-2.0', dev: true }, /MPL-2\.0/],
  ])('%s fails', (_name, entry, sentence) => {
    expect(findLicenceProblems(lockWith('newcomer', entry), rules)).toEqual([expect.stringMatching(sentence)]);
  });

  it('of two to choose from one is enough', () => {
    expect(findLicenceProblems(lockWith('newcomer', { license: '(GPL-3.0-only OR MIT)' }), rules)).toEqual([]);
  });

  it('a named tool fails once the server or the web app would take it along', () => {
    expect(findLicenceProblems(lockWith('axe-core', { dev: false }), rules)).toEqual([
      expect.stringContaining('axe-core'),
    ]);
  });
});

describe('secrets', () => {
  const random = 'Zk3Qx9Lw7Vt2Rb8Ny5Mc1Hd6Jf4Gs0PaQeWrTyUiOpA';
  // Made here: a fixture would be found by the gate itself.
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const key = privateKey.export({ type: 'pkcs8', format: 'pem' });

  it.each([
    ['a private key', key, 'privatekey'],
    [
      'a password in an address',
      `DATABASE_URL=postgres:${'//'}a:${random}@db.internal/x`,
      'database-connection-string',
    ],
    ['a token of a code host', `token=${'ghp_'}${random.slice(0, 36)}`, 'github'],
    ['a key of a cloud', `AWS_SECRET_ACCESS_KEY=${random.slice(0, 40)}`, 'aws'],
    ['a token of Stepwell', `curl -H "authorization: Bearer swt${'_'}${random}"`, 'stepwell-secret'],
  ])('%s fails, and is not repeated', async (_name, text, rule) => {
    const found = (await findSecrets('x.md', `first line\n${text}`)).map((secret) => ({ path: 'x.md', ...secret }));
    expect(found).toContainEqual(expect.objectContaining({ line: 2, rule }));
    const sentences = judgeSecrets(found, []);
    expect(sentences).toHaveLength(found.length);
    for (const { value } of found) expect(sentences.join()).not.toContain(value);
  });

  it('an invented one passes in its own file only, and not once it is gone', async () => {
    const [secret] = await findSecrets('x.md', `swt${'_'}${random}`);
    const [sentence] = judgeSecrets([{ path: 'x.md', ...secret }], []);
    const entry = { path: 'x.md', sha256: /name ([0-9a-f]{64})/.exec(sentence)[1], why: 'an example' };
    expect(judgeSecrets([{ path: 'x.md', ...secret }], [entry])).toEqual([]);
    expect(judgeSecrets([{ path: 'y.md', ...secret }], [entry])).toHaveLength(2);
    expect(judgeSecrets([], [entry])).toEqual([expect.stringContaining('that is gone')]);
  });

  it('each invented one has its reason', () => {
    for (const { why } of json('scripts/gates/invented-secrets.json')) expect(why.length).toBeGreaterThan(10);
  });
});

describe('the bill of materials', () => {
  const folder = mkdtempSync(join(tmpdir(), 'stepwell-sbom-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('names every package of the lockfile with licence and hash, and us by our name', () => {
    const file = join(folder, 'sbom.cdx.json');
    const made = spawnSync(process.execPath, [join(root, 'scripts/sbom.mjs'), file], { encoding: 'utf8' });
    expect([made.status, made.stderr]).toEqual([0, '']);
    const sbom = JSON.parse(readFileSync(file, 'utf8'));
    expect(sbom).toMatchObject({ bomFormat: 'CycloneDX', metadata: { component: { name: 'stepwell' } } });
    expect(findGaps(sbom, lock)).toEqual([]);
    const less = { ...sbom, components: sbom.components.slice(1) };
    expect(findGaps(less, lock)).toEqual([expect.stringContaining('is missing')]);
    const bare = { ...sbom, components: sbom.components.map((one, i) => (i ? one : { ...one, licenses: [] })) };
    expect(findGaps(bare, lock)).toEqual([expect.stringContaining('has no licence')]);
  });
});
