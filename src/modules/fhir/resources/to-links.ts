/**
 * `self` and, where there is one, `next` of a page. The self link tells a client what its search was taken for: what
 * was not understood is left out.
 */
export function toLinks(base: string, parameters: URLSearchParams, ignored: readonly string[], next?: string) {
  const understood = new URLSearchParams([...parameters].filter(([name]) => !ignored.includes(name)));
  const self = { relation: 'self', url: `${base}?${understood}` };
  if (next === undefined) return [self];
  const nextPage = new URLSearchParams(understood);
  nextPage.set('_cursor', next);
  return [self, { relation: 'next', url: `${base}?${nextPage}` }];
}
