export interface SparkShape {
  path: string;
  end: { x: number; y: number } | null;
  /** Where the trailing gap begins, when the newest days are missing. */
  gapFrom: number | null;
  band: { y: number; height: number } | null;
}

/** The row sparkline: usual range behind, one line that stops at gaps, one end dot. No axes. */
export function sparkShape(
  values: readonly (number | null)[],
  low: number | null,
  high: number | null,
  width: number,
  height: number,
): SparkShape {
  const known = values.filter((v): v is number => v !== null);
  if (known.length === 0) return { path: '', end: null, gapFrom: null, band: null };
  const min = Math.min(...known, ...(low === null ? [] : [low]));
  const max = Math.max(...known, ...(high === null ? [] : [high]));
  const x = (i: number) => 2 + (i / Math.max(1, values.length - 1)) * (width - 8);
  const y = (v: number) => height - 4 - ((v - min) / (max - min || 1)) * (height - 8);
  let path = '';
  let open = false;
  values.forEach((v, i) => {
    if (v !== null) path += `${open ? 'L' : 'M'}${x(i).toFixed(1)} ${y(v).toFixed(1)}`;
    open = v !== null;
  });
  const last = values.findLastIndex((v) => v !== null);
  return {
    path,
    end: { x: x(last), y: y(values[last] as number) },
    gapFrom: last < values.length - 1 ? x(last) : null,
    band: low === null || high === null ? null : { y: y(high), height: Math.max(2, y(low) - y(high)) },
  };
}
