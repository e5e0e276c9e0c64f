/**
 * Perfect negotiation as a pure decision: what has a browser to do when its peer connection, the other side or the
 * clock says something? The driver (direct-room.ts) handles one event to its end before the next, so no race lives here.
 *
 * Signals may be lost (the other page was reloading) or come twice (we say an offer again when somebody arrives).
 * Two facts inside every SDP make that safe without anything added to the wire format:
 * its origin line names the RTCPeerConnection that made it, and an answer carries the offer it replies to.
 */
export interface PeerState {
  /** The polite side gives way when both offer at once. The server says who. */
  polite: boolean;
  /** Which remote RTCPeerConnection ours is tied to; null before the first description. */
  boundTo: string | null;
  /** Our offer that has no answer yet. */
  pending: string | null;
  /** The last remote offer that we answered. */
  answered: string | null;
  connected: boolean;
}

export type PeerEvent =
  | { kind: 'negotiation-needed' }
  | { kind: 'offered'; tag: string }
  | { kind: 'answered'; tag: string; session: string }
  | { kind: 'peer-arrived' }
  | { kind: 'remote-offer'; tag: string; session: string }
  | { kind: 'remote-answer'; session: string; replyTo: string | null }
  | { kind: 'connected' }
  | { kind: 'lost' }
  | { kind: 'stuck' };

export type PeerEffect =
  | 'offer'
  | 'offer-restarting-ice'
  | 'say-offer-again'
  | 'say-answer-again'
  | 'rebuild'
  | 'accept-offer'
  | 'accept-answer';

export interface PeerDecision {
  state: PeerState;
  effects: PeerEffect[];
}

export function newPeer(polite: boolean): PeerState {
  return { polite, boundTo: null, pending: null, answered: null, connected: false };
}

const rebuilt = (state: PeerState): PeerState => newPeer(state.polite);
const keep = (state: PeerState, ...effects: PeerEffect[]): PeerDecision => ({ state, effects });

export function decidePeer(state: PeerState, event: PeerEvent): PeerDecision {
  switch (event.kind) {
    case 'negotiation-needed':
      // While an offer is out the browser asks again by itself once it is answered.
      return state.pending ? keep(state) : keep(state, 'offer');
    case 'offered':
      return keep({ ...state, pending: event.tag });
    case 'answered':
      return keep({ ...state, pending: null, answered: event.tag, boundTo: event.session });
    case 'peer-arrived':
      if (state.pending) return keep(state, 'say-offer-again');
      return state.connected || !state.boundTo ? keep(state) : keep(state, 'offer-restarting-ice');
    case 'remote-offer':
      return decideOffer(state, event);
    case 'remote-answer':
      if (!state.pending || (event.replyTo && event.replyTo !== state.pending)) return keep(state);
      if (state.boundTo && state.boundTo !== event.session) return keep(rebuilt(state), 'rebuild', 'offer');
      return keep({ ...state, pending: null, boundTo: event.session }, 'accept-answer');
    case 'connected':
      return keep({ ...state, connected: true });
    case 'lost':
      if (state.pending) return keep({ ...state, connected: false }, 'say-offer-again');
      return keep({ ...state, connected: false }, 'offer-restarting-ice');
    case 'stuck':
      return state.connected ? keep(state) : keep(rebuilt(state), 'rebuild', 'offer');
  }
}

function decideOffer(state: PeerState, offer: { tag: string; session: string }): PeerDecision {
  if (state.answered === offer.tag) return keep(state, 'say-answer-again');
  if (state.boundTo && state.boundTo !== offer.session) {
    // The other page was reloaded or began anew, and may just be answering an offer we made before. So one side leads
    // with a fresh offer and the other always follows: a round trip more, but never two answers that cross.
    return keep(rebuilt(state), 'rebuild', state.polite ? 'accept-offer' : 'offer');
  }
  // Both offered at once. The impolite side insists, aloud: the other may never have heard it.
  if (state.pending && !state.polite) return keep(state, 'say-offer-again');
  return keep({ ...state, pending: null }, 'accept-offer');
}

const ORIGIN = /^o=\S+ (\S+) (\S+) /m;
const REPLY = /^a=x-stepwell-reply-to:(\S+)\s*$/m;

/** Which RTCPeerConnection made this SDP, and a name for this very version of it. */
export function readOrigin(sdp: string): { session: string; tag: string } {
  const [, session = 'unknown', version = '0'] = ORIGIN.exec(sdp) ?? [];
  return { session, tag: `${session}.${version}` };
}

/** Browsers must ignore attributes they do not know (RFC 8866 section 5.13), so the mark may stay in. */
export function markReply(sdp: string, offerTag: string): string {
  return sdp.replace(/^(t=.*?)\r?\n/m, `$1\r\na=x-stepwell-reply-to:${offerTag}\r\n`);
}

export function readReply(sdp: string): string | null {
  return REPLY.exec(sdp)?.[1] ?? null;
}
