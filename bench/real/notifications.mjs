import { evaluatePatient } from '../../dist/src/detection/index.js';

/**
 * Walks through a history day by day as the product does and lists what a clinic would have been told: a concern that
 * something got worse, on the first day it is there. Nobody acknowledges or resolves; a concern that cleared and came
 * back is told again.
 *
 * @returns one entry { day (index), domain, concern, lastDay (index) } per notification, in order
 */
export function findNotifications(history, alarmBudgetPerPatientMonth) {
  const told = [];
  let open = new Map();
  for (let i = 0; i < history.days; i++) {
    const today = evaluatePatient(history.at(i), { alarmBudgetPerPatientMonth }).concerns.filter(
      (concern) => concern.kind === 'deterioration',
    );
    open = new Map(
      today.map((concern) => {
        const known = open.get(concern.domain);
        if (known) {
          known.lastDay = i;
          known.latest = concern;
          return [concern.domain, known];
        }
        const news = { day: i, domain: concern.domain, concern, latest: concern, lastDay: i };
        told.push(news);
        return [concern.domain, news];
      }),
    );
  }
  return told;
}
