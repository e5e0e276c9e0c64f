import { useQuery } from '@tanstack/react-query';
import { accountQuery } from '../api/queries.js';
import { useSignOut } from '../app/session.js';
import { Button, Failed, Loading } from '../ui/index.js';
import { sayOnPage } from '../words/index.js';
import { AccountFrame } from './account-frame.js';
import { CodeAppSection } from './code-app-section.js';
import { ProofDialog } from './proof-dialog.js';

/**
 * What staff sees first where the clinic asks for a second factor and there is none yet. It stays until the person goes
 * on, so that the recovery codes are not taken away by a session that was read anew.
 */
export function SecondFactorPage({ clinic, onDone }: { clinic: string; onDone: () => void }) {
  const account = useQuery(accountQuery);
  const signOut = useSignOut();
  return (
    <AccountFrame title={sayOnPage('account.demandTitle')}>
      <p>{sayOnPage('account.demandWhy', { clinic })}</p>
      {account.error && (
        <Failed part={sayOnPage('account.part')} error={account.error} retry={() => void account.refetch()} />
      )}
      {account.isPending && <Loading rows={2} />}
      {account.data && <CodeAppSection account={account.data} />}
      <div className="row">
        {account.data?.codeApp && (
          <Button kind="primary" onClick={onDone}>
            {sayOnPage('account.demandGoOn')}
          </Button>
        )}
        <Button onClick={() => void signOut()}>{sayOnPage('account.demandLeave')}</Button>
      </div>
      <ProofDialog />
    </AccountFrame>
  );
}
