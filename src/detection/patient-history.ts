import { METRICS, type MetricId } from '../metrics/index.js';
import { checkSample } from './check-patient.js';
import type { Day } from './civil-days.js';
import type { DaySample, PatientDay, PatientDays, SprintPlan } from './patient-days.js';

/** A patient's history that grows by a day at a time; a metric that comes later was missing until then. */
export class PatientHistory implements PatientDays {
  days = 0;
  readonly metrics: Partial<Record<MetricId, DaySample[]>> = {};
  readonly device: (string | null)[] = [];

  constructor(
    readonly firstDay: Day,
    readonly sprint: SprintPlan | null,
  ) {}

  /** @throws DetectionInputError naming metric and day; the history is then as it was */
  push({ metrics, device }: PatientDay): void {
    const samples = Object.entries(metrics) as [MetricId, DaySample][];
    for (const [metric, sample] of samples) checkSample(metric, sample, this.days);
    for (const [metric] of samples) this.metrics[metric] ??= new Array<DaySample>(this.days).fill(missing(metric));
    for (const metric of Object.keys(this.metrics) as MetricId[]) {
      this.metrics[metric]!.push(metrics[metric] ?? missing(metric));
    }
    this.device.push(device);
    this.days++;
  }
}

function missing(metric: MetricId): DaySample {
  return { value: null, wearMinutes: null, state: METRICS[metric].selfReported ? 'notAsked' : 'notSynced' };
}
