/** Why there is no picture or no sound, as far as the browser tells, and what the person can do about it. */
export type MediaFailure = 'denied' | 'missing' | 'in-use' | 'insecure' | 'gone' | 'unknown';

/** @param name - the DOMException's name, as getUserMedia gives it (Media Capture and Streams, section 10.2.1) */
export function decideMediaFailure(name: string | undefined): MediaFailure {
  switch (name) {
    case 'NotAllowedError':
    case 'PermissionDeniedError':
      return 'denied';
    case 'NotFoundError':
    case 'OverconstrainedError':
    case 'DevicesNotFoundError':
      return 'missing';
    case 'NotReadableError':
    case 'AbortError':
    case 'TrackStartError':
      return 'in-use';
    case 'SecurityError':
    case 'TypeError':
      return 'insecure';
    default:
      return 'unknown';
  }
}

const NAMES = { video: 'camera', audio: 'microphone' } as const;

export function wordsForFailure(kind: 'audio' | 'video', failure: MediaFailure): { what: string; help: string } {
  const name = NAMES[kind];
  switch (failure) {
    case 'denied':
      return {
        what: `This page may not use your ${name}.`,
        help: `Press the ${name} or lock sign beside the address, allow the ${name}, then press “Try again”.`,
      };
    case 'missing':
      return {
        what: `No ${name} was found.`,
        help: `If it has a plug or a switch, check that. Then press “Try again”.`,
      };
    case 'in-use':
      return {
        what: `Another program is using your ${name}.`,
        help: 'Close other calls and camera programs, then press “Try again”.',
      };
    case 'insecure':
      return {
        what: `The browser does not let this page use your ${name}.`,
        help: 'Open the page by its address that begins with https.',
      };
    case 'gone':
      return { what: `Your ${name} was unplugged or stopped.`, help: 'Plug it in again, then press “Try again”.' };
    case 'unknown':
      return { what: `Your ${name} did not start.`, help: 'Press “Try again”, or open this page in another browser.' };
  }
}
