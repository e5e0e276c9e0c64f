import { useState, type FormEvent } from 'react';
import { ApiError } from '../api/client.js';
import { Button, Message, TextField } from '../ui/index.js';
import { sayOnPage } from '../words/index.js';
import { focusFirst } from './focus-first.js';
import { sendSecondFactor, signInWords } from './sign-in.js';

/** After the right password: the code from the app, or a recovery code. */
export function SecondStep({ onDone, onBack }: { onDone: () => void; onBack: () => void }) {
  const [kind, setKind] = useState<'app' | 'recovery'>('app');
  const [code, setCode] = useState('');
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!code.trim()) return;
    setBusy(true);
    setFailure(null);
    try {
      await sendSecondFactor(kind, code);
      onDone();
    } catch (error) {
      setBusy(false);
      setCode('');
      if (!(error instanceof ApiError) || error.offline || error.status === 429) setFailure(signInWords(error));
      else setFailure(sayOnPage(error.status === 401 ? 'account.codeWrong' : 'account.codeOver'));
    }
  };
  const app = kind === 'app';
  return (
    <>
      {failure && <Message>{failure}</Message>}
      <form key={kind} ref={focusFirst} className="form" onSubmit={(event) => void submit(event)} noValidate>
        <TextField
          label={sayOnPage(app ? 'account.code' : 'account.recoveryCode')}
          name="code"
          autoComplete="one-time-code"
          inputMode={app ? 'numeric' : 'text'}
          value={code}
          onChange={(event) => setCode(event.currentTarget.value)}
        />
        <Button kind="primary" type="submit" busy={busy}>
          {sayOnPage('account.continue')}
        </Button>
      </form>
      <div className="account-ways">
        <Button kind="quiet" onClick={() => setKind(app ? 'recovery' : 'app')}>
          {sayOnPage(app ? 'account.useRecovery' : 'account.useCode')}
        </Button>
        <Button kind="quiet" onClick={onBack}>
          {sayOnPage('account.back')}
        </Button>
      </div>
    </>
  );
}
