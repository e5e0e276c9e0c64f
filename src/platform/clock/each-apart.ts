/**
 * One after the other; one that fails does not hold up the others.
 *
 * @param isOver - asked before each: then nothing more is begun
 * @throws the fault of one, or an AggregateError of all, once each has had its turn
 */
export async function eachApart<T>(
  items: Iterable<T>,
  run: (item: T) => Promise<unknown>,
  isOver: () => boolean,
): Promise<void> {
  const faults: unknown[] = [];
  for (const item of items) {
    if (isOver()) break;
    await run(item).catch((error: unknown) =>
      faults.push(...(error instanceof AggregateError ? error.errors : [error])),
    );
  }
  if (faults.length > 1) throw new AggregateError(faults, `${faults.length} of these failed`);
  if (faults.length === 1) throw faults[0];
}
