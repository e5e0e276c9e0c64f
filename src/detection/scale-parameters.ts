import { METRICS, type MetricId } from '../metrics/index.js';
import { PARAMETERS, type EffectPart, type SignalParameters } from './parameters.js';
import { findError } from './report-error.js';

/**
 * How is a daily score judged that is not fused? Like the daily pain score, in its own unit: what is worth finding goes by
 * its meaningful change, how it scatters by its error of measurement, and without that by the length of its scale.
 */
export function scaleParameters(metric: MetricId): SignalParameters {
  const { change, min, max } = METRICS[metric];
  const { painIntensity } = METRICS;
  const { effect, sd0, wander } = PARAMETERS.nrs;
  const bySize = (change.absolute ?? 0) / painIntensity.change.absolute!;
  const byNoise =
    change.reliable === undefined
      ? (max - min) / (painIntensity.max - painIntensity.min)
      : findError(metric) / findError('painIntensity');
  const scale = ({ share, at, spread }: EffectPart) => ({ share, at: at * bySize, spread: spread * bySize });
  return {
    ...PARAMETERS.nrs,
    effect: [scale(effect[0]), scale(effect[1])],
    sd0: sd0 * byNoise,
    wander: wander * byNoise,
  };
}
