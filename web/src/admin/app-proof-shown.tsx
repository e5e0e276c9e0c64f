import { IconCopy } from '@tabler/icons-react';
import { useState } from 'react';
import type { AppProof } from '../api/types.js';
import { Button } from '../ui/index.js';
import { sayOnPage } from '../words/index.js';

/** What the maker of an app must know. The secret exists only here and only now: the server keeps a hash. */
export function AppProofShown({ proof, onClose }: { proof: AppProof; onClose: () => void }) {
  return (
    <div className="form">
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

function Copied({ label, text }: { label: string; text: string }) {
  const [copied, setCopied] = useState(false);
  const copy = () =>
    navigator.clipboard?.writeText(text).then(
      () => setCopied(true),
      () => setCopied(false),
    );
  const word = sayOnPage(copied ? 'account.copied' : 'account.copy');
  return (
    <div className="linkbox">
      <p>{label}</p>
      <code>{text}</code>
      <div>
        <Button
          small
          icon={<IconCopy className="i" aria-hidden="true" />}
          aria-label={`${word}: ${label}`}
          onClick={() => void copy()}
        >
          {word}
        </Button>
      </div>
    </div>
  );
}
