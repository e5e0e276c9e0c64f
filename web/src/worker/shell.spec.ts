import { describe, expect, it } from '@jest/globals';
import { cacheName, isNobodyThere, isOldShell, isPageOf, roadOf, type Shell } from './shell.js';

const ORIGIN = 'https://clinic.example';
const shell: Shell = { version: 'two', files: ['/assets/index-b.js', '/assets/index-b.css'] };
const asked = (path: string, over: Partial<{ method: string; mode: string }> = {}) => ({
  method: 'GET',
  mode: 'cors',
  url: path.startsWith('http') ? path : ORIGIN + path,
  ...over,
});

describe('what the worker answers', () => {
  it.each([
    ['/', 'page'],
    ['/numbers', 'page'],
    ['/visits/0f8f?from=mail', 'page'],
    ['/authorize/x1', 'page'],
    ['/api/v1/patients/1/exports/2/file', 'leave'],
    ['/api', 'leave'],
    ['/auth/callback/clinic', 'leave'],
    ['/fhir/Patient', 'leave'],
    ['/ingest/v1/uploads', 'leave'],
    ['/oauth/auth', 'leave'],
    ['/socket.io/?EIO=4', 'leave'],
    ['/health/ready', 'leave'],
    ['/.well-known/smart-configuration', 'leave'],
    ['/manifest.webmanifest', 'leave'],
    ['https://elsewhere.example/', 'leave'],
  ])('opening %s: %s', (path, road) => expect(roadOf(asked(path, { mode: 'navigate' }), ORIGIN, shell)).toBe(road));

  it.each([
    ['a file of this build', '/assets/index-b.js', 'file'],
    ['a file that no patient needs', '/assets/livekit-x.js', 'leave'],
    ['a file of the build before', '/assets/index-a.js', 'leave'],
    ['what a page asks the server', '/api/v1/session', 'leave'],
    ['a file of somebody else by the same name', 'https://elsewhere.example/assets/index-b.js', 'leave'],
  ])('%s: %s', (_, path, road) => expect(roadOf(asked(path), ORIGIN, shell)).toBe(road));

  it('nothing that is written passes through', () =>
    expect(roadOf(asked('/', { method: 'POST', mode: 'navigate' }), ORIGIN, shell)).toBe('leave'));

  it('nothing at all while developing', () =>
    expect(roadOf(asked('/', { mode: 'navigate' }), ORIGIN, { version: '', files: [] })).toBe('leave'));

  it.each([
    [200, false],
    [401, false],
    [403, false],
    [404, false],
    [500, false],
    [502, true],
    [503, true],
    [504, true],
  ])('%p means that nobody is there: %p', (status, is) => expect(isNobodyThere(status)).toBe(is));
});

describe('a new build', () => {
  it('puts its files in the place of the old ones, and leaves what is not ours', () => {
    const names = [cacheName({ ...shell, version: 'one' }), cacheName(shell), 'of-something-else'];
    expect(names.filter((name) => isOldShell(name, shell))).toEqual(['stepwell-shell-one']);
  });

  const html = (build: string) =>
    `<link rel="icon" href="/icon.svg" /><script type="module" src="/assets/index-${build}.js"></script><link rel="stylesheet" href="/assets/index-${build}.css">`;
  it.each([
    ['of the same build', html('b'), true],
    ['of another build', html('a'), false],
    ['half of another', html('b').replace('-b.css', '-a.css'), false],
    ['that a proxy made up', '<h1>Please sign in to the network</h1>', false],
  ])('keeps no page but its own: one %s', (_, page, is) => expect(isPageOf(page, shell)).toBe(is));
});
