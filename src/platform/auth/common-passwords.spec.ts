import { describe, expect, it } from '@jest/globals';
import { stolenPasswords, weaknessOf } from './common-passwords.js';

describe('a password that is chosen', () => {
  it.each([
    ['of the breaches', 'qwertyuiop1', /stolen/],
    ['of the breaches, on a German keyboard', 'qwertzuiop', /stolen/],
    ['of the breaches, typed with capitals and spaces around', '  BasketBall ', /stolen/],
    ['of the breaches, all digits', '1029384756', /stolen/],
    ['one letter again and again', 'zzzzzzzzzzzz', /repeats/],
    ['one word again and again', 'horsehorsehorse', /repeats/],
    ['two digits again and again', '010101010101', /repeats/],
    ['our name and a year', 'Stepwell2026!', /everybody here/],
    ['two of our words', 'clinic-password-1', /everybody here/],
    ['what a nurse is', 'NurseNurse!!', /everybody here/],
  ])('%s: refused, and says why', (_name, password, why) => {
    expect(weaknessOf(password)).toMatch(why);
  });

  it.each(['correct horse battery', 'tram lantern ocean', 'my nurse has two cats', 'Zq7#vv1Lm?', 'ÜberMut im Mai'])(
    'nothing against %j',
    (password) => expect(weaknessOf(password)).toBeUndefined(),
  );

  it.each([
    ['the clinic’s name', 'harbour pain clinic', ['Harbour Pain Clinic'], /everybody here/],
    ['… written together, with a year', 'HarbourPain2026', ['Harbour Pain Clinic'], /everybody here/],
    ['one’s own name', 'Juno.Nakamura!', ['Harbour Pain Clinic', 'Juno Nakamura'], /everybody here/],
    ['one’s own address', 'Carla.Weber@harbour.example', ['carla.weber@harbour.example'], /everybody here/],
    ['… the part before the @, with a year', 'carla.weber1984', ['carla.weber@harbour.example'], /everybody here/],
    ['… written together', 'weberharbour', ['carla.weber@harbour.example'], /everybody here/],
    ['… whose words are all short', 'ab.cd.ef.gh.ij', ['ab.cd.ef.gh.ij@k.example'], /everybody here/],
    ['… whole, where its words are all short', 'ab.cd.ef.gh@kl.mn', ['ab.cd.ef.gh@kl.mn'], /everybody here/],
    ['an address and something else', 'carla lantern tram', ['carla.weber@harbour.example'], undefined],
    ['a name and something else', 'harbour lantern tram', ['Harbour Pain Clinic'], undefined],
    ['a clinic of another name', 'harbour seagulls', ['Hill House'], undefined],
  ])('%s', (_name, password, names, why) => {
    if (why) expect(weaknessOf(password, names)).toMatch(why);
    else expect(weaknessOf(password, names)).toBeUndefined();
  });

  it('the list holds more than the 3000 that ASVS 6.2.4 asks for, none shorter than a password may be', () => {
    const text = stolenPasswords();
    const all = text.trim().split('\n');
    expect(all.length).toBeGreaterThan(40_000);
    expect(all.every((one) => one.length >= 10)).toBe(true);
  });
});
