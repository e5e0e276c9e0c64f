import type { AppProof } from '../api/types.js';
import { Button, takeLostFocus } from '../ui/index.js';
import { sayOnPage } from '../words/index.js';
import { Copied } from './copied.js';

/** What the maker of an app must know. The secret exists only here and only now: the server keeps a hash. */
export function AppProofShown({ proof, onClose }: { proof: AppProof; onClose: () => void }) {
  return (
    <div className="form" tabIndex={-1} ref={takeLostFocus}>
      <Copied label={sayOnPage('apps.clientId')} text={proof.clientId} />
      {proof.clientSecret && (
        <>
          <Copied label={sayOnPage('apps.secret')} text={proof.clientSecret} />
          <p className="dim">{sayOnPage('apps.secretOnce')}</p>
        </>
      )}
      <div>
        <Button kind="quiet" onClick={onClose}>
          {sayOnPage('apps.close')}
        </Button>
      </div>
    </div>
  );
}
