/**
 * Numbers that JavaScript would print differently keep their source text beside the object that holds them,
 * so that 1.50 is answered as 1.50. Copying an object loses the memory: use `carryExact`.
 */
const texts = new WeakMap<object, Map<string, string>>();
/** Parsed objects with a remembered number somewhere inside. */
const holders = new WeakSet<object>();

type Reviver = (this: object, key: string, value: unknown, context: { source?: string }) => unknown;
/** Node 24 has both; the es2024 library of TypeScript does not know them yet. */
const modernJson = JSON as unknown as {
  parse(text: string, reviver: Reviver): unknown;
  rawJSON(text: string): unknown;
};

/** The literal text of a number as it came in, or undefined when it prints back the same. */
export function exactText(holder: object, key: string | number): string | undefined {
  return texts.get(holder)?.get(String(key));
}

/** Says that the number at `holder[key]` is to be written as this text. */
export function rememberExact(holder: object, key: string | number, text: string): void {
  if (!/^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/.test(text)) throw new TypeError('not the text of a JSON number');
  const known = texts.get(holder);
  if (known) known.set(String(key), text);
  else texts.set(holder, new Map([[String(key), text]]));
}

/** After a shallow copy: the copy's numbers are written like the original's. */
export function carryExact<T extends object>(from: object, to: T): T {
  for (const [key, text] of texts.get(from) ?? []) if (Object.hasOwn(to, key)) rememberExact(to, key, text);
  return to;
}

/** The slow road: parses and remembers the text of each number that would print differently. */
export function parseKeepingNumbers(text: string): unknown {
  return modernJson.parse(text, function (key, value, context) {
    if (typeof value === 'number' && context.source !== undefined && context.source !== String(value)) {
      rememberExact(this, key, context.source);
      holders.add(this);
    } else if (typeof value === 'object' && value !== null && holders.has(value)) holders.add(this);
    return value;
  });
}

/** Like `JSON.stringify`, with remembered numbers written literally. Undefined members are left out as usual. */
export function stringifyJson(value: unknown): string {
  if (!holdsExact(value)) return JSON.stringify(value);
  return JSON.stringify(value, function (this: object, key: string, member: unknown) {
    const text = typeof member === 'number' ? exactText(this, key) : undefined;
    // The member may have been changed since it was read: then the old text no longer speaks for it.
    return text !== undefined && Number(text) === member ? modernJson.rawJSON(text) : member;
  });
}

/** Is a remembered number anywhere inside? Looking first is much cheaper than a replacer for every member. */
function holdsExact(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (texts.has(value)) return true;
  for (const key in value) {
    const member = (value as Record<string, unknown>)[key];
    if (typeof member === 'object' && holdsExact(member)) return true;
  }
  return false;
}

/** The same of an object as `parseJson` gave it, without looking inside. Of a copy it knows nothing. */
export const cameWithExact = (parsed: object): boolean => holders.has(parsed);

/** All remembered texts inside a value by their path ("component.0.valueQuantity.value"), to keep beside it in a store. */
export function exactPaths(value: unknown): Record<string, string> | undefined {
  if (!holdsExact(value)) return undefined;
  const found: Record<string, string> = {};
  collect(value, '', found);
  return found;
}

function collect(value: unknown, path: string, found: Record<string, string>): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, text] of texts.get(value) ?? []) found[path + key] = text;
  for (const [key, member] of Object.entries(value)) collect(member, `${path}${key}.`, found);
}

/** The way back from `exactPaths`. Paths that lead nowhere are passed over. */
export function restoreExact(value: unknown, paths: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(paths)) {
    const keys = path.split('.');
    const last = keys.pop()!;
    let holder: unknown = value;
    for (const key of keys) holder = (holder as Record<string, unknown> | undefined)?.[key];
    if (typeof holder === 'object' && holder !== null && Object.hasOwn(holder, last)) rememberExact(holder, last, text);
  }
}
