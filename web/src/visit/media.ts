import { decideMediaFailure, type MediaFailure } from './media-failure.js';
import { Emitter } from './room.js';

type Kind = 'audio' | 'video';
const WANTED: Record<Kind, MediaTrackConstraints> = {
  audio: { echoCancellation: true, noiseSuppression: true, autoGainControl: true },
  video: { width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 30, max: 30 }, facingMode: 'user' },
};

interface MediaEvents {
  /** A track came, or went (null): devices are unplugged in the middle of a visit. */
  track: { kind: Kind; track: MediaStreamTrack | null };
  change: null;
}

/**
 * This person's camera and microphone, from the device check to the end of the call, so that the browser asks once.
 * A camera that is off is really off, light and all; a muted microphone keeps its device, so that speaking again is
 * instant.
 */
export class LocalMedia extends Emitter<MediaEvents> {
  readonly stream = new MediaStream();
  failures: Partial<Record<Kind, MediaFailure>> = {};
  microphone = true;
  camera = true;
  #stopped = false;

  get audio(): MediaStreamTrack | null {
    return this.stream.getAudioTracks()[0] ?? null;
  }
  get video(): MediaStreamTrack | null {
    return this.stream.getVideoTracks()[0] ?? null;
  }

  /** Asks for both at once; if that fails, for each alone, so that one broken device does not take the other with it. */
  async start({ camera = true } = {}): Promise<void> {
    this.camera = camera;
    const missing = (['audio', ...(camera ? ['video'] : [])] as Kind[]).filter((kind) => !this.#track(kind));
    if (missing.length === 2 && (await this.#acquire(['audio', 'video'], true))) return;
    for (const kind of missing) await this.#acquire([kind]);
  }

  async setMicrophone(on: boolean): Promise<void> {
    this.microphone = on;
    if (on && !this.audio) await this.#acquire(['audio']);
    if (this.audio) this.audio.enabled = on;
    this.emit('change', null);
  }

  async setCamera(on: boolean): Promise<void> {
    this.camera = on;
    if (on && !this.video) await this.#acquire(['video']);
    if (!on) this.#drop('video');
    this.emit('change', null);
  }

  stop(): void {
    this.#stopped = true;
    for (const track of this.stream.getTracks()) {
      track.onended = null;
      track.stop();
    }
  }

  #track(kind: Kind) {
    return kind === 'audio' ? this.audio : this.video;
  }

  async #acquire(kinds: Kind[], quietly = false): Promise<boolean> {
    try {
      if (!navigator.mediaDevices) throw new DOMException('no secure context', 'SecurityError');
      const constraints = Object.fromEntries(kinds.map((kind) => [kind, WANTED[kind]]));
      const got = await navigator.mediaDevices.getUserMedia(constraints);
      for (const track of got.getTracks()) this.#take(track);
      return true;
    } catch (error) {
      if (!quietly) {
        for (const kind of kinds) this.failures[kind] = decideMediaFailure((error as { name?: string }).name);
        this.emit('change', null);
      }
      return false;
    }
  }

  #take(track: MediaStreamTrack): void {
    const kind = track.kind as Kind;
    // The page may have been left, or the camera turned off, while the browser was still asking.
    if (this.#stopped || (kind === 'video' && !this.camera) || this.#track(kind)) return track.stop();
    delete this.failures[kind];
    if (kind === 'audio') track.enabled = this.microphone;
    track.onended = () => {
      this.failures[kind] = 'gone';
      this.#drop(kind);
      this.emit('change', null);
    };
    this.stream.addTrack(track);
    this.emit('track', { kind, track });
    this.emit('change', null);
  }

  #drop(kind: Kind): void {
    const track = this.#track(kind);
    if (!track) return;
    track.onended = null;
    track.stop();
    this.stream.removeTrack(track);
    this.emit('track', { kind, track: null });
  }
}
