import { useEffect, useState, type FormEvent } from 'react';
import { request } from '../api/client.js';
import type { Account } from '../api/types.js';
import { Button, TextField, useShowWrong } from '../ui/index.js';
import { isAddress, sayOnPage } from '../words/index.js';
import { focusFirst } from './focus-first.js';
import { Section } from './section.js';
import { useAct } from './use-act.js';

export function EmailSection({ account }: { account: Account }) {
  const [changing, setChanging] = useState(false);
  const [email, setEmail] = useState('');
  const [asked, setAsked] = useState<object | null>(null);
  const { busy, told, act } = useAct();
  const form = useShowWrong(asked, null);
  useEffect(() => {
    if (changing) focusFirst(form.current);
  }, [changing, form]);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setAsked({});
    if (!isAddress(email)) return;
    const to = email.trim();
    const change = () => request('/api/v1/account/email', { method: 'PUT', body: { email: to } });
    if (await act(change, sayOnPage('account.emailSent', { email: to }))) setChanging(false);
  };
  const sendAgain = () =>
    act(
      () => request('/api/v1/account/email/verification', { method: 'POST', body: {} }),
      sayOnPage('account.verificationSent', { email: account.email }),
    );
  return (
    <Section
      title={sayOnPage('account.email')}
      state={sayOnPage(account.emailVerified ? 'account.verified' : 'account.notVerified')}
      told={told}
    >
      <p className="breakable">{account.email}</p>
      {!account.emailVerified && <p className="dim">{sayOnPage('account.unverifiedWhy')}</p>}
      {changing ? (
        <form ref={form} className="form" onSubmit={(event) => void submit(event)} noValidate>
          <TextField
            label={sayOnPage('account.emailNew')}
            type="email"
            autoComplete="email"
            value={email}
            error={asked && !isAddress(email) ? sayOnPage('field.email') : null}
            onChange={(event) => setEmail(event.currentTarget.value)}
          />
          <div className="row">
            <Button kind="primary" type="submit" busy={busy}>
              {sayOnPage('account.emailSave')}
            </Button>
            <Button kind="quiet" onClick={() => setChanging(false)}>
              {sayOnPage('account.cancel')}
            </Button>
          </div>
        </form>
      ) : (
        <div className="row">
          {account.mail && (
            <Button
              onClick={() => setChanging(true)}
              aria-label={`${sayOnPage('account.change')}: ${sayOnPage('account.email')}`}
            >
              {sayOnPage('account.change')}
            </Button>
          )}
          {account.mail && !account.emailVerified && (
            <Button busy={busy} onClick={() => void sendAgain()}>
              {sayOnPage('account.sendVerification')}
            </Button>
          )}
        </div>
      )}
    </Section>
  );
}
