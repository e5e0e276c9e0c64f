import type { Course, Spark } from '../api/types.js';
import { sparkShape } from './spark-geometry.js';

/** Decoration beside a sentence that says the same: hidden from screen readers. */
export function Sparkline(props: { spark: Spark; course?: Course; width?: number; height?: number }) {
  const { spark, course = 'steady', width = 84, height = 30 } = props;
  const shape = sparkShape(spark.values, spark.low, spark.high, width, height);
  return (
    <svg
      className={`spark ${course}`}
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      aria-hidden="true"
    >
      {shape.band && <rect className="b" x="0" y={shape.band.y} width={width} height={shape.band.height} />}
      <path className={shape.dots ? 'l sparse' : 'l'} d={shape.path} />
      {shape.dots?.map((dot) => (
        <circle key={dot.x} className="d" cx={dot.x} cy={dot.y} r="2" />
      ))}
      {shape.gapFrom !== null && (
        <path d={`M${shape.gapFrom + 5} ${height / 2}H${width - 1}`} stroke="var(--hatch)" strokeDasharray="2 3" />
      )}
      {shape.end && <circle className="e" cx={shape.end.x} cy={shape.end.y} r="3" />}
    </svg>
  );
}
