import { expect, it } from '@jest/globals';
import { DEFAULT_CONFIDENCE, type Opening } from '../../detection/index.js';
import type { PastAlert } from '../alerts/index.js';
import { ReportBuilder, type ReplayRule } from './replay-report.js';

const period = { from: '2026-06-01', to: '2026-08-31' };
const changes = [
  { since: '2026-03-01', budget: 0.2, threshold: 0.1 },
  { since: '2026-07-01', budget: 0.2, threshold: 0.2 },
  { since: '2026-08-01', budget: 0.05, threshold: 0.4 },
  { since: '2026-09-02', budget: 0.5, threshold: -0.4 },
];
const rule: ReplayRule = {
  calibration: { budget: 0.1, threshold: 0.1, changes, confidence: DEFAULT_CONFIDENCE },
  from: 'as-it-was',
};
const opening: Opening = {
  direction: 'worse',
  domain: 'activity',
  raisedOn: '2026-06-10',
  onset: '2026-06-03',
  clearedOn: null,
};
const alert: PastAlert = {
  domain: 'activity',
  since: '2026-06-03',
  raisedOn: '2026-06-12',
  resolvedOn: null,
  outcome: null,
  scoreAtRaising: 1,
  detectorVersion: 'x',
};

it('names the budgets that were in force, and counts questionnaires apart', () => {
  const report = new ReportBuilder(period, rule);
  const phq9 = { ...alert, domain: 'mood', since: '2026-08-02', raisedOn: '2026-08-02', scoreAtRaising: null };
  report.add({ replay: { watchedDays: 92, openings: [[opening]] }, alerts: [alert, phq9] });
  report.leaveOut();
  expect(report.finish()).toMatchObject({
    budgetsPerPatientMonth: [0.2, 0.05],
    threshold: 0.4,
    patients: 1,
    leftOut: 1,
    medianDaysUntilTold: 7,
    unjudgedAlerts: { alerts: 1, earlier: 1, never: 0 },
    otherAlerts: 1,
  });
});
