/** What of a JSON text is wanted: members by key, those of a list by place or all alike. */
export interface Wanted<Tag> {
  readonly tag?: Tag;
  readonly members?: ReadonlyMap<string, Wanted<Tag>>;
  readonly each?: Wanted<Tag>;
}

/** Where a wanted value stands, with its quotes or brackets. */
export interface Span<Tag> {
  readonly tag: Tag;
  readonly start: number;
  readonly end: number;
}

/**
 * Where in a text, which is known to be JSON, the wanted values stand: what is within another comes before it. A key that
 * is written with escapes is not looked for.
 */
export function findSpans<Tag>(text: string, wanted: Wanted<Tag>): Span<Tag>[] {
  const spans: Span<Tag>[] = [];
  let at = 0;
  const skipBlanks = () => {
    while (text.charCodeAt(at) <= 32) at++;
  };
  const skipString = () => {
    for (at++; at < text.length && text[at] !== '"'; at++) if (text[at] === '\\') at++;
    at++;
  };
  const skipMembers = (isList: boolean, here: Wanted<Tag> | undefined) => {
    for (let i = 0; at < text.length; i++) {
      skipBlanks();
      if (text[at] === '}' || text[at] === ']') return at++;
      if (text[at] === ',') at++;
      skipBlanks();
      if (isList) skipValue(here?.each ?? here?.members?.get(String(i)));
      else {
        const from = at;
        skipString();
        const key = text.slice(from + 1, at - 1);
        skipBlanks();
        at++;
        // `{"0": …}` is no list.
        skipValue(/^\d/.test(key) ? undefined : here?.members?.get(key));
      }
    }
    return at;
  };
  const skipValue = (here: Wanted<Tag> | undefined) => {
    skipBlanks();
    const start = at;
    const first = text[at];
    if (first === '{' || first === '[') {
      at++;
      skipMembers(first === '[', here);
    } else if (first === '"') skipString();
    else while (at < text.length && !/[\s,\]}]/.test(text[at]!)) at++;
    if (here?.tag !== undefined) spans.push({ tag: here.tag, start, end: at });
  };
  skipValue(wanted);
  return spans;
}
