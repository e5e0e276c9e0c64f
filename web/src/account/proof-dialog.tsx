import { useQuery } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState, type FormEvent } from 'react';
import { onProofNeeded, request } from '../api/client.js';
import { accountQuery } from '../api/queries.js';
import type { Account } from '../api/types.js';
import { Button, Dialog, Loading, Message, TextField } from '../ui/index.js';
import { sayOnPage } from '../words/index.js';
import { passkeysWork, proveWithPasskey } from './passkey.js';
import { leaveForSingleSignOn, problemWords } from './sign-in.js';

/** Part of every signed-in page: when a dangerous act needs a fresh proof, asks for it and lets the act come again. */
export function ProofDialog() {
  const [opened, setOpened] = useState(false);
  const answer = useRef<((proven: boolean) => void)[]>([]);
  useEffect(() => {
    onProofNeeded(
      () =>
        new Promise((resolve) => {
          answer.current.push(resolve);
          setOpened(true);
        }),
    );
    return () => onProofNeeded(null);
  }, []);
  const close = useCallback((proven: boolean) => {
    setOpened(false);
    for (const resolve of answer.current.splice(0)) resolve(proven);
  }, []);
  return (
    <Dialog title={sayOnPage('account.proofTitle')} opened={opened} onClose={() => close(false)}>
      {opened && <Proof onProven={() => close(true)} />}
    </Dialog>
  );
}

function Proof({ onProven }: { onProven: () => void }) {
  const account = useQuery(accountQuery);
  if (account.error) return <Message>{problemWords(account.error)}</Message>;
  if (!account.data) return <Loading rows={2} />;
  return <Ways account={account.data} onProven={onProven} />;
}

function Ways({ account, onProven }: { account: Account; onProven: () => void }) {
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const attempt = async (run: () => Promise<unknown>, words = problemWords) => {
    setBusy(true);
    setFailure(null);
    try {
      await run();
      onProven();
    } catch (error) {
      setBusy(false);
      setFailure(words(error));
    }
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!password) return;
    const body = { password, ...(account.codeApp ? { code } : {}) };
    void attempt(() => request('/api/v1/account/proof/password', { method: 'POST', body }));
  };
  const byPasskey = account.passkeys.length > 0 && passkeysWork();
  return (
    <div className="form">
      <p>{sayOnPage('account.proofWhy')}</p>
      {failure && <Message>{failure}</Message>}
      {account.password && (
        <form className="form" onSubmit={submit} noValidate>
          <TextField
            label={sayOnPage('account.password')}
            type="password"
            autoComplete="current-password"
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
            data-autofocus
          />
          {account.codeApp && (
            <TextField
              label={sayOnPage('account.code')}
              inputMode="numeric"
              autoComplete="one-time-code"
              value={code}
              onChange={(event) => setCode(event.currentTarget.value)}
            />
          )}
          <div>
            <Button kind="primary" type="submit" busy={busy}>
              {sayOnPage('account.confirm')}
            </Button>
          </div>
        </form>
      )}
      {byPasskey && (
        <div>
          <Button busy={busy} onClick={() => void attempt(proveWithPasskey, () => sayOnPage('account.passkeyFailed'))}>
            {sayOnPage('account.proofPasskey')}
          </Button>
        </div>
      )}
      {account.singleSignOn.map(({ id, name }) => (
        <div key={id}>
          <Button onClick={() => void leaveForSingleSignOn(id, location.pathname, true)}>
            {sayOnPage('account.proofSso', { name })}
          </Button>
        </div>
      ))}
      {!account.password && !byPasskey && account.singleSignOn.length === 0 && <p>{sayOnPage('account.proofNoWay')}</p>}
    </div>
  );
}
