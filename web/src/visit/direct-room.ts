import type { VisitJoin } from '../api/types.js';
import type { Signal, VisitChannel } from './channel.js';
import type { LocalMedia } from './media.js';
import {
  decidePeer,
  markReply,
  newPeer,
  readOrigin,
  readReply,
  type PeerEffect,
  type PeerEvent,
  type PeerState,
} from './peer.js';
import { attachStream, sampleLink } from './rtc.js';
import {
  decideQuality,
  Emitter,
  type Attachable,
  type LinkSample,
  type LocalView,
  type Rejoin,
  type Room,
  type RoomEvents,
  type RoomState,
} from './room.js';

type Kind = 'audio' | 'video';
interface Heard {
  description: RTCSessionDescriptionInit;
  from: string;
}
type DirectJoin = Extract<VisitJoin, { adapter: 'direct' }>;
/** How long each side waits before it acts. The impolite side first, so that both do not begin at once. */
const PATIENCE = {
  impolite: { lostMs: 2_000, stuckMs: 8_000 },
  polite: { lostMs: 4_000, stuckMs: 14_000 },
} as const;
const GIVE_WORDS_AFTER_MS = 45_000;

/** One-to-one WebRTC between two browsers, signalled over the visit's channel. Decisions are in peer.ts. */
export class DirectRoom extends Emitter<RoomEvents> implements Room {
  #pc!: RTCPeerConnection;
  #senders: Partial<Record<Kind, RTCRtpSender>> = {};
  #peer: PeerState;
  #join: DirectJoin;
  #state: RoomState = 'connecting';
  #wasConnected = false;
  #left = false;
  #queue: Promise<void> = Promise.resolve();
  #early: RTCIceCandidateInit[] = [];
  #control: RTCDataChannel | null = null;
  #remoteSays: LocalView = { microphone: true, camera: true };
  #remote: { shown: Attachable; personId: string | null } | null = null;
  /** Who made the description that we use. */
  #with: string | null = null;
  #downSince: number | null = null;
  #triedAt = 0;
  #sample: LinkSample | null = null;
  readonly #ends: (() => void)[] = [];

  constructor(
    join: DirectJoin,
    readonly media: LocalMedia,
    readonly channel: VisitChannel,
    readonly rejoin: Rejoin,
  ) {
    super();
    this.#join = join;
    this.#peer = newPeer(join.polite);
  }

  async connect(): Promise<void> {
    this.#ends.push(
      this.channel.on('signal', (signal) => this.#onSignal(signal)),
      this.channel.on('arrived', () => this.#push({ kind: 'peer-arrived' })),
      this.media.on('track', ({ kind, track }) => this.#onLocalTrack(kind, track)),
      this.media.on('change', () => this.#tellLocal()),
    );
    const clock = setInterval(() => this.#onClock(), 1_000);
    this.#ends.push(() => clearInterval(clock));
    this.#downSince = Date.now();
    this.#triedAt = Date.now();
    this.#build();
    this.#tellLocal();
    this.emit('state', this.#state);
  }

  setMicrophone(on: boolean): Promise<void> {
    return this.media.setMicrophone(on);
  }
  setCamera(on: boolean): Promise<void> {
    return this.media.setCamera(on);
  }

  leave(): void {
    this.#left = true;
    for (const end of this.#ends.splice(0)) end();
    this.#pc?.close();
  }

  /** A connection with our tracks on it. The one before, if any, is closed; its last picture stays until a new one. */
  #build(): void {
    this.#pc?.close();
    const pc = new RTCPeerConnection({ iceServers: this.#join.iceServers, bundlePolicy: 'max-bundle' });
    const ours = () => pc === this.#pc && !this.#left;
    this.#pc = pc;
    this.#early = [];
    this.#sample = null;
    this.#triedAt = Date.now();
    this.#control = pc.createDataChannel('control', { negotiated: true, id: 0 });
    this.#control.onopen = () => this.#tellLocal();
    // Closed by the other side: they left or reloaded. ICE would need many seconds to notice.
    this.#control.onclose = () => ours() && this.#onGone();
    this.#control.onmessage = ({ data }) => ours() && this.#onControl(String(data));
    const incoming = new MediaStream();
    const shown = attachStream(incoming);
    pc.onnegotiationneeded = () => ours() && this.#push({ kind: 'negotiation-needed' });
    pc.onicecandidate = ({ candidate }) => ours() && candidate && this.channel.send({ candidate: candidate.toJSON() });
    pc.onconnectionstatechange = () => ours() && this.#onConnection(pc);
    pc.ontrack = ({ track }) => {
      if (!ours()) return;
      incoming.addTrack(track);
      this.#remote = { shown, personId: this.#with };
      this.#tellRemote();
    };
    this.#senders = {};
    for (const track of this.media.stream.getTracks()) {
      this.#senders[track.kind as Kind] = pc.addTrack(track, this.media.stream);
    }
  }

  #push(event: PeerEvent, heard?: Heard): void {
    this.#queue = this.#queue.then(async () => {
      if (this.#left) return;
      try {
        await this.#handle(event, heard);
      } catch (error) {
        // A description that does not fit is not the end: the clock rebuilds what stays unconnected.
        console.warn('visit: negotiation step failed', event.kind, error);
      }
    });
  }

  async #handle(event: PeerEvent, heard?: Heard): Promise<void> {
    const { state, effects } = decidePeer(this.#peer, event);
    this.#peer = state;
    for (const effect of effects) await this.#perform(effect, heard);
  }

  async #perform(effect: PeerEffect, heard?: Heard): Promise<void> {
    switch (effect) {
      case 'rebuild':
        return this.#build();
      case 'offer-restarting-ice':
        this.#pc.restartIce();
        return this.#offer();
      case 'offer':
        return this.#offer();
      case 'say-offer-again':
      case 'say-answer-again':
        return this.#say();
      case 'accept-answer':
        this.#with = heard!.from;
        await this.#pc.setRemoteDescription(heard!.description);
        return this.#useEarly();
      case 'accept-offer': {
        this.#with = heard!.from;
        await this.#pc.setRemoteDescription(heard!.description);
        await this.#pc.setLocalDescription();
        const { tag, session } = readOrigin(heard!.description.sdp ?? '');
        this.#peer = decidePeer(this.#peer, { kind: 'answered', tag, session }).state;
        this.#say();
        return this.#useEarly();
      }
    }
  }

  async #offer(): Promise<void> {
    const kinds = this.#pc.getTransceivers().map((t) => t.receiver.track.kind);
    // Someone without a camera still wants to see the other, someone without a microphone to hear.
    for (const kind of ['audio', 'video']) {
      if (!kinds.includes(kind)) this.#pc.addTransceiver(kind, { direction: 'recvonly' });
    }
    await this.#pc.setLocalDescription();
    const { tag } = readOrigin(this.#pc.localDescription?.sdp ?? '');
    this.#peer = decidePeer(this.#peer, { kind: 'offered', tag }).state;
    this.#say();
  }

  /** Sends our present description, with all candidates found so far in it. */
  #say(): void {
    const local = this.#pc.localDescription;
    if (!local) return;
    const replyTo = local.type === 'answer' ? this.#peer.answered : null;
    this.channel.send({ description: { type: local.type, sdp: replyTo ? markReply(local.sdp, replyTo) : local.sdp } });
  }

  #onSignal({ description, candidate, from }: Signal & { from: string }): void {
    if (description?.sdp) {
      const { tag, session } = readOrigin(description.sdp);
      if (description.type === 'offer') this.#push({ kind: 'remote-offer', tag, session }, { description, from });
      else if (description.type === 'answer') {
        this.#push({ kind: 'remote-answer', session, replyTo: readReply(description.sdp) }, { description, from });
      }
    }
    if (candidate) {
      this.#queue = this.#queue.then(async () => {
        if (!this.#pc.remoteDescription) this.#early.push(candidate);
        // Candidates of an offer we did not take, or of a page that is gone, do not fit: that is fine.
        else await this.#pc.addIceCandidate(candidate).catch(() => undefined);
      });
    }
  }

  async #useEarly(): Promise<void> {
    for (const candidate of this.#early.splice(0)) await this.#pc.addIceCandidate(candidate).catch(() => undefined);
  }

  #onConnection(pc: RTCPeerConnection): void {
    const { lostMs } = PATIENCE[this.#join.polite ? 'polite' : 'impolite'];
    if (pc.connectionState === 'connected') {
      this.#downSince = null;
      this.#wasConnected = true;
      this.#push({ kind: 'connected' });
      this.#become('connected');
    } else if (pc.connectionState === 'disconnected' || pc.connectionState === 'failed') {
      this.#downSince ??= Date.now();
      this.#triedAt = Date.now();
      this.#become('reconnecting');
      const lost = () => pc === this.#pc && pc.connectionState !== 'connected' && this.#push({ kind: 'lost' });
      setTimeout(lost, pc.connectionState === 'failed' ? lostMs / 4 : lostMs);
    }
  }

  #onGone(): void {
    this.#remote = null;
    this.#tellRemote();
    this.#downSince ??= Date.now();
    this.#triedAt = Date.now();
    this.#peer = { ...this.#peer, connected: false };
    this.#become('reconnecting');
  }

  #onClock(): void {
    const now = Date.now();
    if (this.#downSince === null) {
      if (Math.floor(now / 1000) % 3 === 0) void this.#measure();
      return;
    }
    const { stuckMs } = PATIENCE[this.#join.polite ? 'polite' : 'impolite'];
    if (!this.channel.otherIsHere || !this.channel.entered) {
      this.#triedAt = now;
      return;
    }
    if (now - this.#downSince > GIVE_WORDS_AFTER_MS) this.#become('failed');
    if (now - this.#triedAt < stuckMs) return;
    this.#triedAt = now;
    // TURN credentials grow old; new ones are worth a question, the old ones are better than none.
    void this.rejoin()
      .then((join) => join.adapter === 'direct' && (this.#join = join))
      .catch(() => undefined)
      .finally(() => this.#push({ kind: 'stuck' }));
  }

  async #measure(): Promise<void> {
    const sample = await sampleLink(this.#pc).catch(() => null);
    if (!sample || this.#left) return;
    this.emit('quality', decideQuality(this.#sample, sample));
    this.#sample = sample;
  }

  #onLocalTrack(kind: Kind, track: MediaStreamTrack | null): void {
    const sender = this.#senders[kind];
    // A sender that once carried a track takes the next one, or none, without a new offer.
    if (sender) void sender.replaceTrack(track).catch(() => undefined);
    else if (track) this.#senders[kind] = this.#pc.addTrack(track, this.media.stream);
  }

  #onControl(text: string): void {
    try {
      const said = JSON.parse(text) as Partial<LocalView>;
      this.#remoteSays = { microphone: said.microphone !== false, camera: said.camera !== false };
      this.#tellRemote();
    } catch {
      // Not ours; nothing to show.
    }
  }

  #tellLocal(): void {
    const { media } = this;
    const view = { microphone: media.microphone && !!media.audio, camera: media.camera && !!media.video };
    if (this.#control?.readyState === 'open') this.#control.send(JSON.stringify(view));
    this.emit('local', view);
  }

  #tellRemote(): void {
    const { shown, personId } = this.#remote ?? {};
    this.emit('remote', shown ? { video: shown, audio: shown, personId: personId ?? null, ...this.#remoteSays } : null);
  }

  #become(state: RoomState): void {
    const next = state === 'reconnecting' && !this.#wasConnected ? 'connecting' : state;
    if (next === this.#state) return;
    this.#state = next;
    this.emit('state', next);
  }
}
