/**
 * An order that somebody has chosen, with the places of those who could not be seen then: each behind whom it stood behind before.
 *
 * @param chosen - the new order; an empty one is no order, and keeps no place
 * @param before - the order until then
 * @param gone - who is not seen, and was not named either
 */
export function withGone(
  chosen: readonly number[],
  before: readonly number[],
  gone: ReadonlySet<number>,
): readonly number[] {
  if (chosen.length === 0) return chosen;
  const order = [...chosen];
  before.forEach((id, i) => {
    if (!gone.has(id) || order.includes(id)) return;
    const ahead = before.slice(0, i).findLast((other) => order.includes(other));
    order.splice(ahead === undefined ? 0 : order.indexOf(ahead) + 1, 0, id);
  });
  return order;
}
