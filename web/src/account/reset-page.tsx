import { useState, type FormEvent } from 'react';
import { request } from '../api/client.js';
import { Button, LinkButton, Message, useShowWrong } from '../ui/index.js';
import { sayOnPage } from '../words/index.js';
import { AccountFrame } from './account-frame.js';
import { secretOfLink } from './mail-link.js';
import { NewPasswordField, SHORTEST } from './password-field.js';
import { problemWords } from './sign-in.js';

/** Where the link from the mail leads: a new password. */
export function ResetPage() {
  const [token] = useState(secretOfLink);
  const [password, setPassword] = useState('');
  const [asked, setAsked] = useState<object | null>(null);
  const [busy, setBusy] = useState(false);
  const [done, setDone] = useState(false);
  const [failure, setFailure] = useState<string | null>(token ? null : sayOnPage('account.linkBroken'));
  const form = useShowWrong(asked, null);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setAsked({});
    if (password.length < SHORTEST) return;
    setBusy(true);
    setFailure(null);
    try {
      await request('/api/v1/sign-in/reset', { method: 'POST', body: { token, password } });
      setDone(true);
    } catch (error) {
      setFailure(problemWords(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <AccountFrame title={sayOnPage('account.resetTitle')}>
      {failure && <Message>{failure}</Message>}
      {done && <Message ok>{sayOnPage('account.resetDone')}</Message>}
      {token && !done && (
        <form className="form" ref={form} onSubmit={(event) => void submit(event)} noValidate>
          <NewPasswordField value={password} asked={asked !== null} onChange={setPassword} />
          <Button kind="primary" type="submit" busy={busy}>
            {sayOnPage('account.resetSave')}
          </Button>
        </form>
      )}
      <LinkButton to="/sign-in" kind={done ? 'primary' : 'quiet'}>
        {sayOnPage(done ? 'account.signIn' : 'account.back')}
      </LinkButton>
    </AccountFrame>
  );
}
