export type VisitState = 'booked' | 'waiting' | 'in-progress' | 'ended' | 'cancelled';
export type Modality = 'video' | 'phone' | 'in-person';
export type VisitAct = 'arrive' | 'admit' | 'end' | 'cancel';
/** The patient and whoever the patient lets help, or the clinic. */
export type Side = 'patient' | 'clinic';

export type VisitDecision =
  | { readonly kind: 'move'; readonly to: VisitState }
  /** It is so already: a second tap, a retry, two pages. Not an error and not news. */
  | { readonly kind: 'same' }
  | { readonly kind: 'refuse'; readonly code: VisitRefusal };

export type VisitRefusal =
  | 'VISIT_WRONG_SIDE'
  | 'VISIT_NOT_WAITING'
  | 'VISIT_NOT_ADMITTED'
  | 'VISIT_IN_PROGRESS'
  | 'VISIT_ENDED'
  | 'VISIT_CANCELLED'
  | 'CONSENT_NEEDED';

const SIDE: Record<VisitAct, Side | 'both'> = { arrive: 'patient', admit: 'clinic', end: 'clinic', cancel: 'both' };

const move = (to: VisitState): VisitDecision => ({ kind: 'move', to });
const refuse = (code: VisitRefusal): VisitDecision => ({ kind: 'refuse', code });
const same: VisitDecision = { kind: 'same' };

/** What each act does in each state. A lost connection is not an act: nobody loses a place in the queue by it. */
const TABLE: Record<VisitAct, Record<VisitState, VisitDecision>> = {
  arrive: {
    booked: move('waiting'),
    waiting: same,
    'in-progress': same,
    ended: refuse('VISIT_ENDED'),
    cancelled: refuse('VISIT_CANCELLED'),
  },
  admit: {
    booked: refuse('VISIT_NOT_WAITING'),
    waiting: move('in-progress'),
    'in-progress': same,
    ended: refuse('VISIT_ENDED'),
    cancelled: refuse('VISIT_CANCELLED'),
  },
  end: {
    booked: refuse('VISIT_NOT_ADMITTED'),
    waiting: refuse('VISIT_NOT_ADMITTED'),
    'in-progress': move('ended'),
    ended: same,
    cancelled: refuse('VISIT_CANCELLED'),
  },
  cancel: {
    booked: move('cancelled'),
    waiting: move('cancelled'),
    'in-progress': refuse('VISIT_IN_PROGRESS'),
    ended: refuse('VISIT_ENDED'),
    cancelled: same,
  },
};

/**
 * Decides what an act makes of a visit.
 *
 * @param agreed - the patient agrees to visits by video and telephone; at the clinic nobody asks
 */
export function decideVisit(
  visit: { readonly state: VisitState; readonly modality: Modality },
  act: VisitAct,
  by: Side,
  agreed: boolean,
): VisitDecision {
  if (SIDE[act] !== 'both' && SIDE[act] !== by) return refuse('VISIT_WRONG_SIDE');
  // On the telephone or at the desk nobody presses "I am here".
  const decision =
    act === 'admit' && visit.state === 'booked' && visit.modality !== 'video'
      ? move('in-progress')
      : TABLE[act][visit.state];
  const isHeldAtDistance = act === 'arrive' || act === 'admit' ? visit.modality !== 'in-person' : false;
  return decision.kind === 'move' && isHeldAtDistance && !agreed ? refuse('CONSENT_NEEDED') : decision;
}

/** What a withdrawn consent makes of a visit at a distance: what goes on ends, who waits is sent home, bookings stay. */
export function decideWithdrawal(visit: {
  readonly state: VisitState;
  readonly modality: Modality;
}): VisitState | null {
  if (visit.modality === 'in-person') return null;
  if (visit.state === 'in-progress') return 'ended';
  return visit.state === 'waiting' ? 'cancelled' : null;
}
