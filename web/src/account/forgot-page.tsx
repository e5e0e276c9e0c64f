import { useQuery } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { request } from '../api/client.js';
import { signInOptionsQuery } from '../api/queries.js';
import { Button, LinkButton, Message, TextField } from '../ui/index.js';
import { sayOnPage } from '../words/index.js';
import { AccountFrame } from './account-frame.js';
import { problemWords } from './sign-in.js';

/** Asks for a link by mail. Says the same whether or not there is such an account. */
export function ForgotPage() {
  const options = useQuery(signInOptionsQuery);
  const [email, setEmail] = useState('');
  const [busy, setBusy] = useState(false);
  const [sent, setSent] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setFailure(null);
    try {
      await request('/api/v1/sign-in/forgot', { method: 'POST', body: { email: email.trim() } });
      setSent(true);
    } catch (error) {
      setFailure(problemWords(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <AccountFrame title={sayOnPage('account.forgotTitle')}>
      {options.data && !options.data.mail && <Message>{sayOnPage('account.forgotNoMail')}</Message>}
      {failure && <Message>{failure}</Message>}
      {sent ? (
        <Message ok>{sayOnPage('account.forgotSent')}</Message>
      ) : (
        <form className="form" onSubmit={(event) => void submit(event)} noValidate>
          <p className="dim">{sayOnPage('account.forgotLead')}</p>
          <TextField
            label={sayOnPage('account.email')}
            type="email"
            name="email"
            autoComplete="username"
            value={email}
            onChange={(event) => setEmail(event.currentTarget.value)}
          />
          <Button kind="primary" type="submit" busy={busy}>
            {sayOnPage('account.forgotSend')}
          </Button>
        </form>
      )}
      <LinkButton to="/sign-in" kind="quiet">
        {sayOnPage('account.back')}
      </LinkButton>
    </AccountFrame>
  );
}
