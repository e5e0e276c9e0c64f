import { useSession } from '../app/session.js';
import { Empty } from '../ui/index.js';
import { sayOnPage } from '../words/index.js';

/** Instead of a record: for a caregiver the patient decides, for a patient the clinic has not linked it. */
export function NoRecord() {
  const { role } = useSession();
  return role === 'caregiver' ? (
    <Empty title={sayOnPage('people.notSharedTitle')}>{sayOnPage('people.notShared')}</Empty>
  ) : (
    <Empty title={sayOnPage('people.noRecord')}>{sayOnPage('people.askClinic')}</Empty>
  );
}
