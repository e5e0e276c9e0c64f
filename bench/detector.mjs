// npm run bench -- detector: what a day of a patient costs the detector in time and memory, beside PELT of `ruptures` on the same series
// STEPWELL_PYTHON names a Python with ruptures (else python3); without one there is no ratio.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { record } from './results.mjs';
import { DAYS } from './speed/invented.mjs';
import { detectorRate, SERIES, timeMonitors, timeReads, weighMonitors } from './speed/monitors.mjs';
import { timePelt } from './speed/pelt.mjs';

setFlagsFromString('--expose-gc');
globalThis.gc = runInNewContext('gc');

const bytes = weighMonitors(2000);
const { dayMicros, patientMicros } = timeMonitors(1000);
const reads = timeReads(200);
const { perSecond } = detectorRate(500);
const pelt = timePelt(50);

const dayMicro = quantile(dayMicros, 0.5) / SERIES;
const patientMicro = quantile(patientMicros, 0.5);
const seriesMicro = patientMicro / SERIES;
record('detector', [
  [
    `a new day of a series (a patient-day ÷ ${SERIES})`,
    `${dayMicro.toFixed(2)} µs`,
    `patient-day p50 ${quantile(dayMicros, 0.5).toFixed(1)} µs, p99 ${quantile(dayMicros, 0.99).toFixed(1)} µs`,
    beside('day', dayMicro),
  ],
  [
    `whole series of ${DAYS} days, day by day`,
    `${Math.round(1e6 / seriesMicro)} series/s`,
    `a patient p50 ${(patientMicro / 1000).toFixed(1)} ms`,
    beside('series', seriesMicro),
  ],
  [
    `whole series of ${DAYS} days, in one go with a sprint verdict`,
    `${perSecond * SERIES} series/s`,
    `a patient ${(1000 / perSecond).toFixed(1)} ms on average`,
    beside('series', 1e6 / (perSecond * SERIES)),
  ],
  ['the whole answer with evidence, one patient', '', `p50 ${(quantile(reads, 0.5) / 1000).toFixed(2)} ms`, ''],
  [
    'memory of a live series',
    `${(bytes / SERIES / 1024).toFixed(1)} KiB`,
    '',
    `a patient: ${(bytes / 1024).toFixed(1)} KiB`,
  ],
]);

function beside(what, micros) {
  if (pelt.reason) return `no ratio: ${pelt.reason}`;
  const ratio = (model) => `${model} ${Math.round(pelt[model][what])} µs = ×${Math.round(pelt[model][what] / micros)}`;
  return `ruptures ${pelt.version} PELT: ${ratio('l2')}, ${ratio('rbf')}`;
}

function quantile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
}
