/** Small things kept in this browser. Storage can be forbidden, full or tampered with: then nothing is there. */
export function readHere(key: string): unknown {
  try {
    return JSON.parse(localStorage.getItem(key) ?? 'null');
  } catch {
    return null;
  }
}

/** @param value - null: gone */
export function writeHere(key: string, value: unknown): void {
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, JSON.stringify(value));
  } catch {
    // Kept nowhere, then: what is on the page stays there.
  }
}
