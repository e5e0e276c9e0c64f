import { PatientMonitor } from '../../dist/src/detection/index.js';

/** The detector keeps quiet so long after an alarm; a window that begins anew must not forget it. */
const QUIET_DAYS = 14;

/**
 * Walks through a history day by day, in the windows the product would load, and hears what the detector says.
 *
 * @returns `scores`: log evidence for "got worse" of every day, null where nothing is judged.
 *   `alarms`: days (indices) on which it rang, at least 14 days apart: what the alarm budget is defined on.
 *   `told`: what a clinic would have been told, { day, domain, since }: a concern on the first day it is there. Nobody
 *   acknowledges or resolves; a concern that cleared and came back is told again.
 */
export function walk(history, alarmBudgetPerPatientMonth) {
  const scores = [];
  const alarms = [];
  const told = [];
  let windowFrom = -1;
  let monitor;
  let open = [];
  for (let i = 0; i < history.days; i++) {
    const from = history.windowFrom(i);
    if (from !== windowFrom) {
      monitor = new PatientMonitor({ firstDay: history.dayAt(from) }, { alarmBudgetPerPatientMonth });
      for (let past = from; past < i; past++) monitor.push(history.inputOf(past));
      windowFrom = from;
    }
    const news = monitor.push(history.inputOf(i));
    scores.push(news.scores?.worse ?? null);
    if (news.alarms.includes('worse') && i - (alarms.at(-1) ?? -QUIET_DAYS) >= QUIET_DAYS) alarms.push(i);
    const concerns = monitor.read().concerns.filter(({ kind }) => kind === 'deterioration');
    for (const { domain, since } of concerns) if (!open.includes(domain)) told.push({ day: i, domain, since });
    open = concerns.map(({ domain }) => domain);
  }
  return { scores, alarms, told };
}

/** Everything the detector says at the end of day i. */
export function readAt(history, i, alarmBudgetPerPatientMonth) {
  const from = history.windowFrom(i);
  const monitor = new PatientMonitor({ firstDay: history.dayAt(from) }, { alarmBudgetPerPatientMonth });
  for (let day = from; day <= i; day++) monitor.push(history.inputOf(day));
  return monitor.read();
}
