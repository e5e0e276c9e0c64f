import { describe, expect, it } from '@jest/globals';
import { decideConsent, type ConsentStatus } from './decide-consent.js';

const NEW = 'n'.repeat(64);
const OLD = 'o'.repeat(64);
const current = new Set([NEW]);
const said = (status: ConsentStatus, textHash: string | null = NEW) => ({ status, textHash });

describe('an answer to a consent text', () => {
  it.each<[string, ReturnType<typeof said> | undefined, ConsentStatus, string | undefined, string]>([
    ['first yes', undefined, 'given', NEW, 'record'],
    ['first no', undefined, 'declined', NEW, 'record'],
    ['yes without words shown', undefined, 'given', undefined, 'CONSENT_TEXT_NEEDED'],
    ['no without words shown', undefined, 'declined', undefined, 'CONSENT_TEXT_NEEDED'],
    ['yes to words of yesterday', undefined, 'given', OLD, 'CONSENT_TEXT_CHANGED'],
    ['yes twice', said('given'), 'given', NEW, 'same'],
    ['yes to the new words after the old ones', said('given', OLD), 'given', NEW, 'record'],
    ['yes to words, after a yes at registration', said('given', null), 'given', NEW, 'record'],
    ['yes after no', said('declined'), 'given', NEW, 'record'],
    ['no twice', said('declined'), 'declined', NEW, 'same'],
    ['no after yes', said('given'), 'declined', NEW, 'CONSENT_GIVEN'],
    ['no after withdrawal', said('withdrawn'), 'declined', NEW, 'record'],
    ['withdrawal', said('given'), 'withdrawn', undefined, 'record'],
    ['withdrawal of an old yes', said('given', OLD), 'withdrawn', undefined, 'record'],
    ['withdrawal twice', said('withdrawn'), 'withdrawn', undefined, 'same'],
    ['withdrawal of nothing', undefined, 'withdrawn', undefined, 'CONSENT_NOT_GIVEN'],
    ['withdrawal of a no', said('declined'), 'withdrawn', undefined, 'CONSENT_NOT_GIVEN'],
    ['yes after withdrawal', said('withdrawn', null), 'given', NEW, 'record'],
  ])('%s', (_name, now, status, textHash, wanted) => {
    const verdict = decideConsent(now, { status, textHash }, current);
    expect(verdict.kind === 'refuse' ? verdict.code : verdict.kind).toBe(wanted);
  });
});
