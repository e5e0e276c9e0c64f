import { hash } from 'node:crypto';
import { lintSource } from '@secretlint/core';
import { creator } from '@secretlint/secretlint-rule-preset-recommend';

/** secretlint's own list: keys of clouds and registries, private keys, passwords in addresses … */
const config = { rules: [{ id: '@secretlint/secretlint-rule-preset-recommend', rule: creator, options: {} }] };
/** Secrets that Stepwell itself makes (platform/auth/secrets.ts): a prefix and 256 random bits. */
const OURS = /\b(?:swt|swa|inv|ml|tkt|dev)_[A-Za-z0-9_-]{43}\b/g;

/**
 * Secrets in one text.
 *
 * @returns line, rule, and what stands there
 */
export async function findSecrets(path, text) {
  const { messages } = await lintSource({
    source: { filePath: `/${path}`, content: text, contentType: 'text' },
    options: { config, locale: 'en', maskSecrets: false },
  });
  const known = messages.map(({ range, ruleId }) => ({
    line: lineAt(text, range[0]),
    rule: ruleId.replace(/^.*secretlint-rule-/, ''),
    value: text.slice(...range),
  }));
  const own = [...text.matchAll(OURS)].map(({ index, 0: value }) => ({
    line: lineAt(text, index),
    rule: 'stepwell-secret',
    value,
  }));
  return [...known, ...own];
}

/**
 * @param found - as from findSecrets, each with its path
 * @param invented - as in invented-secrets.json: [{ path, sha256, why }]. A hash, because the list itself is searched too
 * @returns one sentence each, which never repeats the secret; also for entries of the list that nothing needs any more
 */
export function judgeSecrets(found, invented) {
  const hashed = found.map((secret) => ({ ...secret, sha256: hash('sha256', secret.value) }));
  const same = (a, b) => a.path === b.path && a.sha256 === b.sha256;
  const unknown = hashed.filter((secret) => !invented.some((entry) => same(entry, secret)));
  const stale = invented.filter((entry) => !hashed.some((secret) => same(entry, secret)));
  return [
    ...unknown.map(
      ({ path, line, rule, sha256 }) =>
        `${path}:${line} holds a secret (${rule}). Take it out and change it where it is used; if it is invented, name ${sha256} in scripts/gates/invented-secrets.json`,
    ),
    ...stale.map(({ path, why }) => `invented-secrets.json allows something in ${path} that is gone (${why})`),
  ];
}

const lineAt = (text, index) => text.slice(0, index).split('\n').length;
