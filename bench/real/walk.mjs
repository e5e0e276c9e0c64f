import { PatientMonitor } from '../../dist/src/detection/index.js';
import { isLive } from '../../dist/src/modules/trends/live-concern.js';
import { tell } from './told.mjs';

/** The detector keeps quiet so long after an alarm; a window that begins anew must not forget it. */
const QUIET_DAYS = 14;

/**
 * Walks through a history day by day, in the windows the product would load, and hears what the detector says.
 *
 * @returns `scores`: log evidence for "got worse" of every day, null where nothing is judged.
 *   `alarms`: days (indices) on which it rang, at least 14 days apart: what the alarm budget is defined on.
 *   `told`: what a clinic would have been told, { day, domain, since }: a concern on the first day it is there and what it
 *   speaks of was measured in the last days (the product's own rule). Nobody acknowledges or resolves; a concern that
 *   cleared and came back is told again.
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
    const today = tell(open, concerns, (concern) => isLiveOn(history, i, concern));
    told.push(...today.told.map(({ domain, since }) => ({ day: i, domain, since })));
    open = today.open;
  }
  return { scores, alarms, told };
}

/** Day i is judged at its own end, with that day complete. */
function isLiveOn(history, i, concern) {
  const { metric } = concern.evidence;
  const rows = history.series[metric]
    .slice(0, i + 1)
    .map((value, day) => ({ metric, day: history.dayAt(day), value, state: value === null ? 'notWorn' : 'ok' }));
  return isLive(concern, rows, { today: history.dayAt(i), settled: true });
}

/** Everything the detector says at the end of day i. */
export function readAt(history, i, alarmBudgetPerPatientMonth) {
  const from = history.windowFrom(i);
  const monitor = new PatientMonitor({ firstDay: history.dayAt(from) }, { alarmBudgetPerPatientMonth });
  for (let day = from; day <= i; day++) monitor.push(history.inputOf(day));
  return monitor.read();
}
