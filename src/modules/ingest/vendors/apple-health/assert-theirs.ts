import { UploadRefused } from '../vendor.errors.js';

const BORN = 'HKCharacteristicTypeIdentifierDateOfBirth';

/** Why it could not be checked whose export it is. */
export const UNCHECKED = ['no-birth-date-in-file', 'no-birth-date-in-record'] as const;
export type Unchecked = (typeof UNCHECKED)[number];

/**
 * Whose export is it? Apple writes nothing of who they are but this, and of some not even this: `Me` comes before all
 * records, so that nothing of somebody else's is stored.
 *
 * @param me - attributes of `Me`; none where the file has no `Me`
 * @param bornOn - the patient's day of birth; undefined where nobody here knows it
 * @returns why nobody can tell; null: it is theirs
 * @throws UploadRefused in words for the patient and for the clinic; neither date is in it
 */
export function assertTheirs(me: Readonly<Record<string, string>>, bornOn: string | undefined): Unchecked | null {
  const told = /^\d{4}-\d\d-\d\d/.exec(me[BORN] ?? '')?.[0];
  if (told === undefined) return 'no-birth-date-in-file';
  if (bornOn === undefined) return 'no-birth-date-in-record';
  if (told === bornOn) return null;
  throw new UploadRefused(
    'UPLOAD_NOT_THEIRS',
    'The date of birth in this file is not the one in the record, so it may be somebody else’s export: it was not taken. ' +
      'Where the date in the Health app is wrong, put it right there and export again; else the clinic corrects the record.',
  );
}
