import { IconBuilding, IconKey } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useState, type FormEvent } from 'react';
import { ApiError } from '../api/client.js';
import { demoQuery, sessionQuery, signInOptionsQuery } from '../api/queries.js';
import { Button, Message, TextField } from '../ui/index.js';
import { sayOnPage } from '../words/index.js';
import { AccountFrame } from './account-frame.js';
import { DemoSignIns } from './demo-sign-ins.js';
import { passkeysWork, passkeyWords, signInWithPasskey } from './passkey.js';
import { SecondStep } from './second-step.js';
import { leaveForSingleSignOn, signIn, signInWords } from './sign-in.js';

/** The account is right, and no clinic has it: the same again would change nothing, so the page says it. */
const isOfNoClinic = (error: unknown) => error instanceof ApiError && error.code === 'CLINIC_NEEDED';

export function SignInPage() {
  const { next, error } = useSearch({ from: '/sign-in' });
  const navigate = useNavigate();
  const queries = useQueryClient();
  const demo = useQuery(demoQuery);
  const options = useQuery(signInOptionsQuery);
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [busy, setBusy] = useState<'password' | 'other' | null>(null);
  const [second, setSecond] = useState(false);
  const [failure, setFailure] = useState<string | null>(error ? sayOnPage('account.ssoRefused', { error }) : null);
  // Only a path of this site: anything else in the address was put there by someone else.
  const inside = next?.startsWith('/') && !next.startsWith('//') && !next.startsWith('/\\') ? next : '/';

  // Whoever is in has no business here, come by the browser's Back or by a bookmark: the page is taken out of the way back.
  const session = useQuery(sessionQuery);
  const isNowhere = isOfNoClinic(session.error);
  const isIn = session.isSuccess && !session.isFetching;
  useEffect(() => {
    if (isIn) void navigate({ to: inside, replace: true });
  }, [isIn, inside, navigate]);
  const enter = async () => {
    queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== sessionQuery.queryKey[0] });
    const { error: refused } = await session.refetch();
    if (isOfNoClinic(refused)) setSecond(false);
    else if (refused) await navigate({ to: inside, replace: true });
  };
  const attempt = async (which: 'password' | 'other', run: () => Promise<void>, words = signInWords) => {
    setBusy(which);
    setFailure(null);
    try {
      await run();
    } catch (problem) {
      setFailure(words(problem));
    } finally {
      setBusy(null);
    }
  };
  const byPassword = (as: { email: string; password: string }) => {
    if (!as.email || !as.password) return setFailure(sayOnPage('account.giveBoth'));
    void attempt('password', async () => {
      if ((await signIn(as.email, as.password)).secondFactor) setSecond(true);
      else await enter();
    });
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    byPassword({ email: email.trim(), password });
  };
  if (second) {
    return (
      <AccountFrame title={sayOnPage('account.secondTitle')}>
        <SecondStep onDone={() => void enter()} onBack={() => setSecond(false)} />
      </AccountFrame>
    );
  }
  return (
    <AccountFrame title={sayOnPage('account.signIn')}>
      {failure ? <Message>{failure}</Message> : isNowhere && <Message>{sayOnPage('account.nowhere')}</Message>}
      <form className="form" onSubmit={submit} noValidate>
        <TextField
          label={sayOnPage('account.email')}
          type="email"
          name="email"
          autoComplete="username"
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
        <TextField
          label={sayOnPage('account.password')}
          type="password"
          name="password"
          autoComplete="current-password"
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        <Button kind="primary" type="submit" busy={busy === 'password'}>
          {sayOnPage(busy === 'password' ? 'account.signingIn' : 'account.signIn')}
        </Button>
      </form>
      <div className="account-ways">
        {passkeysWork() && (
          <Button
            icon={<IconKey className="i" aria-hidden="true" />}
            busy={busy === 'other'}
            onClick={() => void attempt('other', async () => signInWithPasskey().then(enter), passkeyWords)}
          >
            {sayOnPage('account.passkey')}
          </Button>
        )}
        {options.data?.singleSignOn.map(({ id, name }) => (
          <Button
            key={id}
            icon={<IconBuilding className="i" aria-hidden="true" />}
            onClick={() => void attempt('other', () => leaveForSingleSignOn(id, inside))}
          >
            {sayOnPage('account.sso', { name })}
          </Button>
        ))}
        <Link to="/forgot" className="account-link">
          {sayOnPage('account.forgot')}
        </Link>
        {options.data?.outbox && (
          <Link to="/outbox" className="account-link">
            {sayOnPage('account.outboxOpen')}
          </Link>
        )}
      </div>
      {demo.data && <DemoSignIns people={demo.data.signIns} onChoose={byPassword} />}
    </AccountFrame>
  );
}
