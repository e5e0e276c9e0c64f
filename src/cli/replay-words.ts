import type { Fate, ReplayReport } from '../modules/trends/index.js';

const RULES: Readonly<Record<ReplayReport['thresholdFrom'], string>> = {
  'as-it-was': 'as it was: each day by the threshold in force',
  learned: 'the threshold learned from this clinic for the budget',
  detector: "the detector's own threshold: none learned from this clinic was in force",
};

/** A replay for people to read: one fact a line. */
export function describeReplay(report: ReplayReport): string {
  const { notificationsByDomain: by, notificationsPerPatientMonth: rate } = report;
  return [
    `From ${report.from} to ${report.to}, detector ${report.detectorVersion}, budget ${report.budgetsPerPatientMonth.join(', then ')}`,
    `Judged by           ${RULES[report.thresholdFrom]} (${report.threshold.toFixed(3)} on the last day)`,
    `Patients watched    ${report.patients}, ${report.patientMonths.toFixed(1)} patient-months`,
    ...(report.leftOut > 0
      ? [`Patients left out   ${report.leftOut}: their history cannot be judged (see the log)`]
      : []),
    `Notifications       ${report.notifications}${rate === null ? '' : `, ${rate.toFixed(3)} per patient-month`}`,
    `  by domain         activity ${by.activity}, sleep ${by.sleep}, pain ${by.pain}`,
    `Improvements told   ${report.improvements}`,
    `Days until told     ${days(report.medianDaysUntilTold)} (median), from the estimated beginning to the notification`,
    `Alerts that were raised in these days, and what this replay makes of them`,
    `  acted on          ${fate(report.realAlerts)}`,
    `  false             ${fate(report.falseAlerts)}`,
    `  not judged        ${fate(report.unjudgedAlerts)}`,
    `  questionnaires    ${report.otherAlerts}, which a replay does not look at`,
  ].join('\n');
}

const days = (count: number | null) => (count === null ? 'none' : `${count} ${Math.abs(count) === 1 ? 'day' : 'days'}`);

function fate({ alerts, earlier, same, later, never, medianDaysEarlier }: Fate): string {
  if (alerts === 0) return 'none';
  const median = medianDaysEarlier === null ? '' : `; median ${days(medianDaysEarlier)} earlier`;
  return `${alerts}: ${earlier} earlier, ${same} the same day, ${later} later, ${never} never${median}`;
}
