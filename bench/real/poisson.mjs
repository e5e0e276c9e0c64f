/** Exact 95 % interval (Garwood 1936) of a rate when `count` events were seen in `exposure`. */
export function poissonInterval(count, exposure) {
  const low = count === 0 ? 0 : solve((mean) => 1 - below(count - 1, mean) - 0.025, count);
  const high = solve((mean) => 0.025 - below(count, mean), count + 1);
  return [low / exposure, high / exposure];
}

/** Chance of at most `count` events when `mean` are expected. */
function below(count, mean) {
  let term = Math.exp(-mean);
  let sum = term;
  for (let k = 1; k <= count; k++) sum += term *= mean / k;
  return sum;
}

/** Root of a function that rises with the mean. */
function solve(rising, near) {
  let [low, high] = [0, near * 2 + 20];
  for (let i = 0; i < 80; i++) {
    const middle = (low + high) / 2;
    if (rising(middle) < 0) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
