import { useState } from 'react';
import { Button } from '../ui/index.js';
import { sayOnPage } from '../words/index.js';

/** The codes exist only here and only now. */
export function RecoveryCodes({ codes, onKept }: { codes: readonly string[]; onKept: () => void }) {
  const [copied, setCopied] = useState(false);
  const copy = () =>
    navigator.clipboard?.writeText(codes.join('\n')).then(
      () => setCopied(true),
      () => setCopied(false),
    );
  return (
    <div className="form">
      <p>{sayOnPage('account.recoveryWhy')}</p>
      <ul className="recovery-codes">
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ul>
      <div className="row">
        <Button kind="primary" onClick={onKept}>
          {sayOnPage('account.recoveryKept')}
        </Button>
        <Button onClick={() => void copy()}>{sayOnPage(copied ? 'account.copied' : 'account.copy')}</Button>
      </div>
    </div>
  );
}
