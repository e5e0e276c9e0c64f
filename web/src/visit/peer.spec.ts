import { describe, expect, it } from '@jest/globals';
import { decidePeer, markReply, newPeer, readOrigin, readReply, type PeerEvent, type PeerState } from './peer.js';

const aPeer = (over: Partial<PeerState> = {}): PeerState => ({ ...newPeer(false), ...over });
const offer = (session: string, version = 1): PeerEvent => ({
  kind: 'remote-offer',
  session,
  tag: `${session}.${version}`,
});

describe('decidePeer', () => {
  it.each<[string, PeerState, PeerEvent, string[]]>([
    ['first offer', aPeer(), { kind: 'negotiation-needed' }, ['offer']],
    ['no second offer while one is out', aPeer({ pending: 'a.1' }), { kind: 'negotiation-needed' }, []],
    ['a peer came who may have missed it', aPeer({ pending: 'a.1' }), { kind: 'peer-arrived' }, ['say-offer-again']],
    ['a peer came back to a live call', aPeer({ boundTo: 'b', connected: true }), { kind: 'peer-arrived' }, []],
    ['a peer came back to a dead call', aPeer({ boundTo: 'b' }), { kind: 'peer-arrived' }, ['offer-restarting-ice']],
    ['an offer in peace', aPeer({ boundTo: 'b' }), offer('b', 2), ['accept-offer']],
    ['glare, impolite', aPeer({ pending: 'a.1' }), offer('b'), ['say-offer-again']],
    ['glare, polite', aPeer({ polite: true, pending: 'a.1' }), offer('b'), ['accept-offer']],
    ['the other page was reloaded', aPeer({ boundTo: 'old' }), offer('b'), ['rebuild', 'offer']],
    [
      'reloaded, polite',
      aPeer({ polite: true, boundTo: 'old', pending: 'a.2' }),
      offer('b'),
      ['rebuild', 'accept-offer'],
    ],
    [
      'a reloaded page answers what we told the old one',
      aPeer({ boundTo: 'old', pending: 'a.2' }),
      { kind: 'remote-answer', session: 'b', replyTo: 'a.2' },
      ['rebuild', 'offer'],
    ],
    ['the same offer twice', aPeer({ boundTo: 'b', answered: 'b.1' }), offer('b'), ['say-answer-again']],
    [
      'the answer',
      aPeer({ pending: 'a.1' }),
      { kind: 'remote-answer', session: 'b', replyTo: 'a.1' },
      ['accept-answer'],
    ],
    [
      'an answer to an older offer',
      aPeer({ pending: 'a.2' }),
      { kind: 'remote-answer', session: 'b', replyTo: 'a.1' },
      [],
    ],
    ['an answer twice', aPeer({ boundTo: 'b' }), { kind: 'remote-answer', session: 'b', replyTo: 'a.1' }, []],
    ['lost', aPeer({ boundTo: 'b', connected: true }), { kind: 'lost' }, ['offer-restarting-ice']],
    ['stuck', aPeer({ boundTo: 'b' }), { kind: 'stuck' }, ['rebuild', 'offer']],
    ['stuck came too late', aPeer({ boundTo: 'b', connected: true }), { kind: 'stuck' }, []],
  ])('%s', (_name, state, event, effects) => {
    expect(decidePeer(state, event).effects).toEqual(effects);
  });

  it('forgets the old connection when it rebuilds, but not who is polite', () => {
    const { state } = decidePeer(
      aPeer({ polite: true, boundTo: 'old', answered: 'old.3', connected: true }),
      offer('b'),
    );
    expect(state).toEqual(newPeer(true));
  });
});

/** Two pages on a wire that loses and delays what it is told to: do they always end up tied to each other? */
describe('two peers', () => {
  const run = (seed: number, lossy: boolean) => {
    let random = seed;
    const next = () => (random = (random * 1103515245 + 12345) % 2147483648) / 2147483648;
    let serial = 0;
    const pages = [false, true].map((polite) => ({ state: newPeer(polite), self: `s${++serial}`, version: 0 }));
    type Message = { to: number; type: 'offer' | 'answer'; session: string; tag: string; replyTo: string | null };
    const wires: Message[][] = [[], []];
    const lastAnswers: (Message | null)[] = [null, null];
    const lastOffers: (Message | null)[] = [null, null];
    const send = (message: Message) => {
      if (!(lossy && next() < 0.3)) wires[message.to]!.push(message);
    };
    const handle = (me: number, event: PeerEvent, incoming?: Message): void => {
      const page = pages[me]!;
      const { state, effects } = decidePeer(page.state, event);
      page.state = state;
      for (const effect of effects) {
        if (effect === 'rebuild') Object.assign(page, { self: `s${++serial}`, version: 0 });
        if (effect === 'offer' || effect === 'offer-restarting-ice') {
          const tag = `${page.self}.${++page.version}`;
          lastOffers[me] = { to: 1 - me, type: 'offer', session: page.self, tag, replyTo: null };
          handle(me, { kind: 'offered', tag });
          send(lastOffers[me]!);
        }
        if (effect === 'accept-offer') {
          const tag = `${page.self}.${++page.version}`;
          lastAnswers[me] = { to: 1 - me, type: 'answer', session: page.self, tag, replyTo: incoming!.tag };
          handle(me, { kind: 'answered', tag: incoming!.tag, session: incoming!.session });
          send(lastAnswers[me]!);
        }
        if (effect === 'say-offer-again') send(lastOffers[me]!);
        if (effect === 'say-answer-again') send(lastAnswers[me]!);
      }
    };
    const deliver = (me: number) => {
      const message = wires[me]!.shift();
      if (!message) return;
      if (message.type === 'offer') handle(me, { kind: 'remote-offer', ...message }, message);
      else handle(me, { kind: 'remote-answer', ...message }, message);
    };
    const reload = (me: number) => {
      wires[me] = [];
      pages[me] = { state: newPeer(me === 1), self: `s${++serial}`, version: 0 };
      handle(me, { kind: 'negotiation-needed' });
      handle(1 - me, { kind: 'peer-arrived' });
    };
    handle(0, { kind: 'negotiation-needed' });
    handle(1, { kind: 'negotiation-needed' });
    for (let step = 0; step < 30; step++) {
      const dice = next();
      if (dice < 0.08) reload(next() < 0.5 ? 0 : 1);
      else if (dice < 0.16) handle(next() < 0.5 ? 0 : 1, { kind: 'lost' });
      else deliver(next() < 0.5 ? 0 : 1);
    }
    lossy = false;
    const settle = () => {
      for (let step = 0; step < 200 && (wires[0]!.length || wires[1]!.length); step++) deliver(step % 2);
      return [0, 1].every((me) => pages[me]!.state.boundTo === pages[1 - me]!.self && !pages[me]!.state.pending);
    };
    let clocks = 0;
    while (!settle() && clocks < 5) {
      clocks += 1;
      handle(0, { kind: 'stuck' });
    }
    return clocks;
  };

  it('meet without the clock when nothing is lost, whatever reloads', () => {
    const needed = Array.from({ length: 400 }, (_, seed) => run(seed + 1, false));
    expect(Math.max(...needed)).toBe(0);
  });

  it('meet after at most one rebuild when the wire loses a third of it', () => {
    const needed = Array.from({ length: 400 }, (_, seed) => run(seed + 1, true));
    expect(Math.max(...needed)).toBeLessThanOrEqual(1);
  });
});

describe('the marks in an SDP', () => {
  const sdp = 'v=0\r\no=- 4611731400430051336 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\na=group:BUNDLE 0\r\n';

  it('names the connection and the version', () => {
    expect(readOrigin(sdp)).toEqual({ session: '4611731400430051336', tag: '4611731400430051336.2' });
  });

  it('an answer says which offer it answers, at session level', () => {
    const marked = markReply(sdp, '99.7');
    expect(readReply(marked)).toBe('99.7');
    expect(marked.indexOf('x-stepwell')).toBeLessThan(marked.indexOf('a=group'));
    expect(readReply(sdp)).toBeNull();
  });
});
