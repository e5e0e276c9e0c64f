import { MAX_COUNT } from '../search/index.js';

/**
 * `self` and, where there is one, `next` of a page. The self link tells a client what its search was taken for: what
 * was not understood is left out, and a `_count` that is too high is the one that was kept to.
 */
export function toLinks(base: string, parameters: URLSearchParams, ignored: readonly string[], next?: string) {
  const understood = new URLSearchParams([...parameters].filter(([name]) => !ignored.includes(name)));
  if (Number(understood.get('_count')) > MAX_COUNT) understood.set('_count', String(MAX_COUNT));
  const self = { relation: 'self', url: `${base}?${understood}` };
  if (next === undefined) return [self];
  const nextPage = new URLSearchParams(understood);
  nextPage.set('_cursor', next);
  return [self, { relation: 'next', url: `${base}?${nextPage}` }];
}
