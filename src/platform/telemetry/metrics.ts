import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

export const registry = new Registry();
collectDefaultMetrics({ register: registry });

export const observationsStored = new Counter({
  name: 'stepwell_observations_stored_total',
  help: 'Observations by what became of them',
  labelNames: ['outcome'] as const,
  registers: [registry],
});
export const evaluations = new Counter({
  name: 'stepwell_evaluations_total',
  help: 'Patients whose trends were computed',
  labelNames: ['outcome'] as const,
  registers: [registry],
});
export const evaluationSeconds = new Histogram({
  name: 'stepwell_evaluation_seconds',
  help: 'One patient: daily values, trends, alerts',
  buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1],
  registers: [registry],
});
export const liveSockets = new Gauge({
  name: 'stepwell_live_sockets',
  help: 'Open pages on this node',
  registers: [registry],
});
export const deliveriesSent = new Counter({
  name: 'stepwell_deliveries_sent_total',
  help: 'Doorbells rung on this node',
  registers: [registry],
});
export const evaluationsFailing = new Gauge({
  name: 'stepwell_evaluations_failing',
  help: 'Patients whose trends could not be computed five times or more in a row',
  registers: [registry],
});
