import { useEffect, useState, type FormEvent } from 'react';
import { request } from '../api/client.js';
import type { Account } from '../api/types.js';
import { Button, useShowWrong } from '../ui/index.js';
import { sayOnPage } from '../words/index.js';
import { focusFirst } from './focus-first.js';
import { NewPasswordField, SHORTEST } from './password-field.js';
import { Section } from './section.js';
import { useAct } from './use-act.js';

export function PasswordSection({ account }: { account: Account }) {
  const [changing, setChanging] = useState(false);
  const [password, setPassword] = useState('');
  const [asked, setAsked] = useState<object | null>(null);
  const { busy, told, act } = useAct();
  const form = useShowWrong(asked, null);
  useEffect(() => {
    if (changing) focusFirst(form.current);
  }, [changing, form]);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setAsked({});
    if (password.length < SHORTEST) return;
    const change = () => request('/api/v1/account/password', { method: 'PUT', body: { password } });
    if (!(await act(change, sayOnPage('account.passwordDone')))) return;
    setPassword('');
    setAsked(null);
    setChanging(false);
  };
  const through = account.singleSignOn.map(({ name }) => name).join(', ');
  return (
    <Section
      title={sayOnPage('account.password')}
      state={sayOnPage(account.password ? 'account.passwordSet' : 'account.passwordNone')}
      told={told}
    >
      {through && (
        <p className="dim">
          {sayOnPage('account.singleSignOn')}: {through}
        </p>
      )}
      {changing ? (
        <form ref={form} className="form" onSubmit={(event) => void submit(event)} noValidate>
          <NewPasswordField value={password} asked={asked !== null} onChange={setPassword} />
          <p className="dim">{sayOnPage('account.passwordOthers')}</p>
          <div className="row">
            <Button kind="primary" type="submit" busy={busy}>
              {sayOnPage('account.passwordSave')}
            </Button>
            <Button kind="quiet" onClick={() => setChanging(false)}>
              {sayOnPage('account.cancel')}
            </Button>
          </div>
        </form>
      ) : (
        <div>
          <Button
            onClick={() => setChanging(true)}
            aria-label={`${sayOnPage('account.change')}: ${sayOnPage('account.password')}`}
          >
            {sayOnPage('account.change')}
          </Button>
        </div>
      )}
    </Section>
  );
}
