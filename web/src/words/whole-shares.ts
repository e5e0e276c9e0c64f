/**
 * Chances in whole per cent that add up to 100: each rounded down, and what is then missing goes to those that lost most by
 * it (largest remainder). None is 0 or 100: nothing of it is certain.
 *
 * @param chances - two to a hundred of them, which add up to 1
 */
export function wholeShares(chances: readonly number[]): number[] {
  const shares = chances.map((chance) => Math.max(1, Math.floor(chance * 100)));
  const lost = (i: number) => chances[i]! * 100 - shares[i]!;
  const order = chances.map((_, i) => i);
  let missing = 100 - shares.reduce((sum, share) => sum + share, 0);
  for (; missing !== 0; missing -= Math.sign(missing)) {
    // Too much is there only where some were lifted to 1: the greatest can spare it, of equal ones the less likely.
    const most = missing > 0 ? lost : (i: number) => shares[i]! - chances[i]!;
    const at = order.reduce((best, i) => (most(i) > most(best) ? i : best));
    shares[at]! += Math.sign(missing);
  }
  return shares;
}
