import type { EventRow } from '../lifecycle/alert-events.repository.js';
import { isOvertaken } from '../lifecycle/is-overtaken.js';
import { isRaisedAgain } from './acts.repository.js';

/**
 * Can this act not be taken back any more, because of what has become of the alert or of its concern since? One rule for what
 * is offered and for what is refused.
 */
export const findOvertaken = async (alertId: string, event: EventRow, events: readonly EventRow[]): Promise<boolean> =>
  isOvertaken(event, events) || (event.kind === 'resolved' && (await isRaisedAgain(alertId)));
