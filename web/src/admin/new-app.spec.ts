import { describe, expect, it } from '@jest/globals';
import { type AppForm, problemsOf, toNewApp } from './new-app.js';

const form = (more: Partial<AppForm> = {}): AppForm => ({
  id: 'id',
  name: ' Pain diary ',
  kind: 'public',
  redirects: 'https://a.example/back\n\n https://b.example/back ',
  scopes: ' launch/patient   patient/*.rs',
  sharesFor: null,
  keys: '',
  ...more,
});

describe('the form of an app', () => {
  it('becomes what the server wants', () =>
    expect(toNewApp(form())).toEqual({
      id: 'id',
      name: 'Pain diary',
      kind: 'public',
      redirectUris: ['https://a.example/back', 'https://b.example/back'],
      scopes: ['launch/patient', 'patient/*.rs'],
    }));

  it.each([
    ['an address', 'https://a.example/keys ', { jwksUri: 'https://a.example/keys' }],
    ['a key set', '{"keys":[{"kid":"1"}]}', { jwks: { keys: [{ kid: '1' }] } }],
  ])('reads keys from %s', (_, keys, wanted) =>
    expect(toNewApp(form({ kind: 'backend', keys }))).toMatchObject({ redirectUris: [], ...wanted }),
  );

  it('says what a backend service is for, and no other app', () => {
    const keys = 'https://a.example/keys';
    expect(toNewApp(form({ kind: 'backend', keys, sharesFor: 'research' })).sharesFor).toBe('research');
    expect(toNewApp(form({ sharesFor: 'research' }))).not.toHaveProperty('sharesFor');
  });

  it('forgets keys of an app that cannot keep them', () =>
    expect(toNewApp(form({ keys: 'https://a.example/keys' }))).not.toHaveProperty('jwksUri'));

  it.each([
    ['nothing', {}, {}],
    ['a name', { name: ' ' }, { name: 'missing' }],
    ['an address', { redirects: ' \n' }, { redirects: 'missing' }],
    ['scopes', { scopes: '' }, { scopes: 'missing' }],
    ['keys', { kind: 'backend', redirects: '' }, { keys: 'missing' }],
    ['keys that can be read', { kind: 'confidential', keys: '{"kty":"RSA"}' }, { keys: 'broken' }],
    ['keys at all, where a secret will do', { kind: 'confidential' }, {}],
  ] as [string, Partial<AppForm>, object][])('lacks %s', (_, more, wanted) =>
    expect(problemsOf(form(more))).toEqual(wanted),
  );
});
