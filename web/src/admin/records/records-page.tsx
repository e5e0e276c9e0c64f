import { PageBar } from '../../app/page.js';
import { useSession } from '../../app/session.js';
import { sayOnPage } from '../../words/index.js';
import { MergeList } from './merge-list.js';
import { TakeOver } from './take-over.js';
import { TransferList } from './transfer-list.js';
import '../clinic/clinic.css';

/** Records that become one, and records that come and go: coordinators propose and carry over, admins decide. */
export function RecordsPage() {
  const { clinic, role } = useSession();
  return (
    <>
      <PageBar title={sayOnPage('records.title')} aside={clinic.name} />
      <div className="clinic">
        <MergeList />
        <TransferList />
        {role === 'coordinator' && <TakeOver />}
      </div>
    </>
  );
}
