import { UploadRefused } from '../vendor.errors.js';

/** Why it could not be checked whose export it is. */
export const UNCHECKED = ['no-birth-date-in-file', 'no-birth-date-in-record'] as const;
export type Unchecked = (typeof UNCHECKED)[number];

/**
 * Whose export is it? Makers write nothing of who they are but this, and of some not even this: it is asked before
 * anything is stored, so that nothing of somebody else's is.
 *
 * @param born - the day of birth as the file tells it; undefined or anything else where it tells none
 * @param bornOn - the patient's day of birth; undefined where nobody here knows it
 * @returns why nobody can tell; null: it is theirs
 * @throws UploadRefused in words for the patient and for the clinic; neither date is in it
 */
export function assertTheirs(born: string | undefined, bornOn: string | undefined): Unchecked | null {
  const told = /^\d{4}-\d\d-\d\d/.exec(born ?? '')?.[0];
  if (told === undefined) return 'no-birth-date-in-file';
  if (bornOn === undefined) return 'no-birth-date-in-record';
  if (told === bornOn) return null;
  throw new UploadRefused(
    'UPLOAD_NOT_THEIRS',
    'The date of birth in this file is not the one in the record, so it may be somebody else’s export: it was not taken. ' +
      'Where the date in the app is wrong, put it right there and export again; else the clinic corrects the record.',
  );
}
