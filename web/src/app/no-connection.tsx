import { AccountFrame } from '../account/account-frame.js';
import { useLookAgain } from '../offline/use-look-again.js';
import { Button } from '../ui/index.js';
import { sayOnPage } from '../words/index.js';

/** Nobody answers who is signed in, and this device knows of nobody it may show something to. */
export function NoConnection({ tryAgain }: { tryAgain: () => void }) {
  useLookAgain(tryAgain);
  return (
    <AccountFrame title={sayOnPage('offline.title')}>
      <p role="status">{sayOnPage('offline.noServer')}</p>
      <div className="row">
        <Button kind="primary" onClick={tryAgain}>
          {sayOnPage('offline.again')}
        </Button>
      </div>
    </AccountFrame>
  );
}
