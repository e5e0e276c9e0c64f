/**
 * One after the other; one that fails does not hold up the others.
 *
 * @param isOver - asked before each: then nothing more is begun
 * @throws the first fault, once all have had their turn
 */
export async function eachApart<T>(
  items: Iterable<T>,
  run: (item: T) => Promise<unknown>,
  isOver: () => boolean,
): Promise<void> {
  const faults: unknown[] = [];
  for (const item of items) {
    if (isOver()) return;
    await run(item).catch((error: unknown) => faults.push(error));
  }
  if (faults.length > 0) throw faults[0];
}
