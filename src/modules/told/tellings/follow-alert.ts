import type { AlertFollower, EventKind } from '../../alerts/index.js';
import { addTellings, hurryTellings, reviveTellings } from './tellings.repository.js';

/** Says something new: whoever follows the patient may have to hear of it. */
const NEWS: readonly EventKind[] = ['raised', 'worsened'];
/** Changes whether, or when, they do. */
const MOVES: readonly EventKind[] = ['acknowledged', 'handed-off', 'resolved', 'cleared'];

/** In the transaction of the event: nobody is forgotten, whatever crashes. */
export const followTellings: AlertFollower = async ({ alertId, kind }) => {
  if (NEWS.includes(kind)) await addTellings(alertId);
  else if (MOVES.includes(kind)) await hurryTellings(alertId);
  else if (kind === 'undone') await reviveTellings(alertId);
};
