import type { NewObservation } from '../observation.js';

export const IN_ERROR = 'entered-in-error';
export const ZONE_NOTE = 'Told as a day or a time on the wall, and moved when the time zone was corrected.';
export const REVISED_NOTE = 'The vendor has told this anew, with other times.';
export const FILE_NOTE = 'It came by a file that was taken back.';

type Ended = Pick<NewObservation, 'status' | 'remainder'>;
const endedWith = (...notes: readonly string[]) => {
  const written = notes.map((note) => JSON.stringify(note));
  return ({ status, remainder }: Ended): boolean =>
    status === IN_ERROR && written.some((note) => remainder?.includes(note));
};

/** Does it only say where a reading was before it was moved? Somebody's word that a reading is an error has none of our notes. */
export const isLeftBehind = endedWith(ZONE_NOTE, REVISED_NOTE);
/**
 * Is it nobody's word about the reading itself? Whoever tells it brings it back: it came by a file that was taken back, or the
 * zones were others for a while. Not what its vendor has revised: an older word of it, by another road, is older still.
 */
export const isNobodysWord = endedWith(FILE_NOTE, ZONE_NOTE);
