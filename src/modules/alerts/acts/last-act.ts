import type { LastAct } from '../alerts.errors.js';
import { findEvents } from '../lifecycle/alert-events.repository.js';

const CHANGES: readonly string[] = [
  'raised',
  'extended',
  'worsened',
  'cleared',
  'acknowledged',
  'handed-off',
  'resolved',
  'undone',
];

/** What changed the alert for the team last: by somebody, or by the data. */
export const findLastAct = async (alertId: string): Promise<LastAct | undefined> =>
  (await findEvents(alertId)).findLast((event) => CHANGES.includes(event.kind));
