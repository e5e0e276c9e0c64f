import {
  ConnectionQuality,
  DisconnectReason,
  Room as LiveKit,
  RoomEvent,
  Track,
  type RemoteTrack,
  type TrackPublication,
} from 'livekit-client';
import { ApiError } from '../api/client.js';
import type { VisitJoin } from '../api/types.js';
import type { LocalMedia } from './media.js';
import { Emitter, type Attachable, type Rejoin, type Room, type RoomEvents, type RoomState } from './room.js';

type LiveKitJoin = Extract<VisitJoin, { adapter: 'livekit' }>;
const REJOIN_AFTER_MS = [0, 500, 1_000, 2_000, 4_000];
const SOURCES = { audio: Track.Source.Microphone, video: Track.Source.Camera } as const;
const attachables = new WeakMap<RemoteTrack, Attachable>();
/** One per track, so that a mute elsewhere does not take the picture off its element and put it back. */
function attachTrack(track: RemoteTrack): Attachable {
  const known = attachables.get(track) ?? newAttachable(track);
  attachables.set(track, known);
  return known;
}
const newAttachable = (track: RemoteTrack): Attachable => ({
  attach(element) {
    track.attach(element);
    return () => void track.detach(element);
  },
});

/**
 * A call over a LiveKit server. The SDK gives up some 44 s after the network did; the visit does not: while it is in
 * progress we ask our server for a fresh token and come back.
 */
export class LivekitRoom extends Emitter<RoomEvents> implements Room {
  readonly #room = new LiveKit({
    adaptiveStream: true,
    dynacast: true,
    stopLocalTrackOnUnpublish: false,
    // It would stop our camera for good on every `beforeunload`, also when the page stays (a download, a mail link).
    disconnectOnPageLeave: false,
  });
  #join: LiveKitJoin;
  #state: RoomState = 'connecting';
  #left = false;
  #comingBack = false;
  /** Failed entries in a row: the more, the longer we wait before the next. */
  #attempt = 0;
  readonly #ends: (() => void)[] = [];

  constructor(
    join: LiveKitJoin,
    readonly media: LocalMedia,
    readonly rejoin: Rejoin,
  ) {
    super();
    this.#join = join;
  }

  async connect(): Promise<void> {
    // The SDK tells of a track that goes while it is still on its list.
    const remote = () => queueMicrotask(() => this.#tellRemote());
    for (const event of [
      RoomEvent.TrackSubscribed,
      RoomEvent.TrackUnsubscribed,
      RoomEvent.TrackMuted,
      RoomEvent.TrackUnmuted,
      RoomEvent.ParticipantConnected,
      RoomEvent.ParticipantDisconnected,
    ] as const) {
      this.#room.on(event, remote);
    }
    this.#room
      .on(RoomEvent.Reconnecting, () => this.#become('reconnecting'))
      .on(RoomEvent.SignalReconnecting, () => this.#become('reconnecting'))
      .on(RoomEvent.Reconnected, () => this.#become('connected'))
      .on(RoomEvent.Disconnected, (reason) => {
        // This person came in with another device. Coming back would throw that one out, and so on for ever.
        if (reason === DisconnectReason.DUPLICATE_IDENTITY) return this.emit('elsewhere', null);
        void this.#comeBack();
      })
      .on(RoomEvent.ConnectionQualityChanged, (quality, who) => {
        if (who.isLocal) this.emit('quality', quality === ConnectionQuality.Poor ? 'weak' : 'good');
      });
    const goodbye = () => void this.#room.disconnect(false);
    window.addEventListener('pagehide', goodbye);
    this.#ends.push(
      () => window.removeEventListener('pagehide', goodbye),
      this.media.on('track', ({ kind, track }) => void this.#onLocalTrack(kind, track)),
      this.media.on('change', () => this.#tellLocal()),
    );
    this.#tellLocal();
    this.emit('state', this.#state);
    await this.#enter().catch(() => this.#comeBack());
  }

  async setMicrophone(on: boolean): Promise<void> {
    await this.media.setMicrophone(on);
    const publication = this.#room.localParticipant.getTrackPublication(Track.Source.Microphone);
    await (on ? publication?.unmute() : publication?.mute());
  }
  setCamera(on: boolean): Promise<void> {
    return this.media.setCamera(on);
  }

  leave(): void {
    this.#left = true;
    for (const end of this.#ends.splice(0)) end();
    void this.#room.disconnect(false);
  }

  async #enter(): Promise<void> {
    await this.#room.connect(this.#join.url, this.#join.token);
    if (this.#left) return void this.#room.disconnect(false);
    this.#become('connected');
    this.#tellRemote();
    void this.#publishAll();
  }

  /** Not awaited by who enters: when the connection goes in the middle of it, this may never settle. */
  async #publishAll(): Promise<void> {
    try {
      for (const track of this.media.stream.getTracks()) await this.#publish(track);
      this.#attempt = 0;
    } catch {
      // In, but not seen or heard: out, and in again.
      await this.#room.disconnect(false);
    }
  }

  async #publish(track: MediaStreamTrack): Promise<void> {
    const kind = track.kind as 'audio' | 'video';
    const publication = await this.#room.localParticipant.publishTrack(track, { source: SOURCES[kind] });
    if (kind === 'audio' && !this.media.microphone) await publication.mute();
  }

  /** One loop at a time: an entry that fails is also told as a disconnection. */
  async #comeBack(): Promise<void> {
    if (this.#left || this.#comingBack) return;
    this.#comingBack = true;
    // From the beginning: the SDK's own reconnecting has ended, and it has taken the other's picture down.
    this.#become('connecting');
    this.#tellRemote();
    while (!this.#left) {
      const wait = REJOIN_AFTER_MS[Math.min(this.#attempt++, REJOIN_AFTER_MS.length - 1)];
      await new Promise((resolve) => setTimeout(resolve, wait));
      try {
        const join = await this.rejoin();
        if (this.#left || join.adapter !== 'livekit') break;
        this.#join = join;
        await this.#enter();
        break;
      } catch (error) {
        // The visit is over, or we may no longer join it: the page says so. Anything else is worth another try.
        if (error instanceof ApiError && [403, 404, 409].includes(error.status)) {
          this.#become('failed');
          break;
        }
      }
    }
    this.#comingBack = false;
  }

  async #onLocalTrack(kind: 'audio' | 'video', track: MediaStreamTrack | null): Promise<void> {
    const old = this.#room.localParticipant.getTrackPublication(SOURCES[kind])?.track;
    if (old) await this.#room.localParticipant.unpublishTrack(old, false).catch(() => undefined);
    if (track) await this.#publish(track).catch(() => undefined);
  }

  #tellLocal(): void {
    const { media } = this;
    this.emit('local', { microphone: media.microphone && !!media.audio, camera: media.camera && !!media.video });
  }

  #tellRemote(): void {
    const remotes = [...this.#room.remoteParticipants.values()];
    const publications = remotes.flatMap((p) => [...p.trackPublications.values()]);
    const find = (source: Track.Source): TrackPublication | undefined =>
      publications.find((p) => p.source === source && p.track);
    const video = find(Track.Source.Camera);
    const audio = find(Track.Source.Microphone);
    const seen = video ?? audio;
    const whose = remotes.find((p) => seen && p.trackPublications.get(seen.trackSid) === seen) ?? remotes[0];
    const view = {
      personId: whose?.identity.replace(/^person:/, '') ?? null,
      video: video ? attachTrack(video.track as RemoteTrack) : null,
      audio: audio ? attachTrack(audio.track as RemoteTrack) : null,
      microphone: !!audio && !audio.isMuted,
      camera: !!video && !video.isMuted,
    };
    this.emit('remote', this.#room.remoteParticipants.size > 0 ? view : null);
  }

  #become(state: RoomState): void {
    if (state === this.#state) return;
    this.#state = state;
    this.emit('state', state);
  }
}
