export interface SparkShape {
  path: string;
  end: { x: number; y: number } | null;
  /** Where the trailing gap begins, when the newest days are missing. */
  gapFrom: number | null;
  band: { y: number; height: number } | null;
  /** Values too far apart for a line: each is a dot, and `path` joins neighbours (to be dashed). Null otherwise. */
  dots: readonly { x: number; y: number }[] | null;
}
/** A question asked every two weeks, answered a day or two late. */
const JOINED_DAYS = 16;

/** The row sparkline: usual range behind, one line that stops at gaps, one end dot. No axes. */
export function sparkShape(
  values: readonly (number | null)[],
  low: number | null,
  high: number | null,
  width: number,
  height: number,
): SparkShape {
  const known = values.filter((v): v is number => v !== null);
  if (known.length === 0) return { path: '', end: null, gapFrom: null, band: null, dots: null };
  const min = Math.min(...known, ...(low === null ? [] : [low]));
  const max = Math.max(...known, ...(high === null ? [] : [high]));
  const x = (i: number) => 2 + (i / Math.max(1, values.length - 1)) * (width - 8);
  const y = (v: number) => height - 4 - ((v - min) / (max - min || 1)) * (height - 8);
  const isSparse = known.length * 3 < values.length;
  let path = '';
  let open = -Infinity;
  values.forEach((v, i) => {
    if (v === null) return;
    path += `${i - open <= (isSparse ? JOINED_DAYS : 1) ? 'L' : 'M'}${x(i).toFixed(1)} ${y(v).toFixed(1)}`;
    open = i;
  });
  const last = values.findLastIndex((v) => v !== null);
  return {
    path,
    end: { x: x(last), y: y(values[last] as number) },
    gapFrom: values.length - 1 - last > (isSparse ? JOINED_DAYS : 0) ? x(last) : null,
    band: low === null || high === null ? null : { y: y(high), height: Math.max(2, y(low) - y(high)) },
    dots: isSparse ? values.flatMap((v, i) => (v === null ? [] : [{ x: x(i), y: y(v) }])) : null,
  };
}
