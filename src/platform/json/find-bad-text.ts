/**
 * Where in a body stands the text that it was refused for: U+0000 or half a surrogate pair, in a value or in a name.
 * Asked only once the scan has found some, which knows the byte and not the field.
 *
 * @returns the path as the sender would write it (`items.0.note`); undefined when the body is no JSON or too deep to follow
 */
export function findBadText(bytes: Buffer): string | undefined {
  try {
    return search(JSON.parse(bytes.toString('utf8')), '');
  } catch {
    return undefined;
  }
}

const isBad = (text: string) => text.includes('\0') || !text.isWellFormed();

function search(value: unknown, path: string): string | undefined {
  if (typeof value === 'string') return isBad(value) ? path : undefined;
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [key, part] of Object.entries(value)) {
    if (isBad(key)) return path;
    const found = search(part, path ? `${path}.${key}` : key);
    if (found !== undefined) return found;
  }
  return undefined;
}
