import { foldText } from '../../../metrics/index.js';

interface Named {
  readonly givenName: string;
  readonly familyName: string;
}

/**
 * What the patient's account is called once the record's name was corrected: an account that carries the record's old name
 * follows, a name that is another one was somebody's own choice.
 *
 * @returns the new name; null: it stays
 */
export function accountNameAfter(accountName: string, before: Named, after: Named): string | null {
  const isRecords = folded(accountName) === folded(wholeName(before));
  return isRecords && accountName !== wholeName(after) ? wholeName(after) : null;
}

const wholeName = ({ givenName, familyName }: Named) => `${givenName} ${familyName}`.trim();
const folded = (name: string) => foldText(name.normalize('NFC'));
