import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState, type FormEvent } from 'react';
import { demoQuery, sessionQuery } from '../api/queries.js';
import { Button, Message, TextField } from '../ui/index.js';
import { AccountFrame } from './account-frame.js';
import { signIn } from './sign-in.js';

export function SignInPage() {
  const { next } = useSearch({ from: '/sign-in' });
  const navigate = useNavigate();
  const queries = useQueryClient();
  const demo = useQuery(demoQuery);
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);

  const enter = async (as: { email: string; password: string }) => {
    if (!as.email || !as.password) {
      setFailure('Please give your e-mail address and your password.');
      return;
    }
    setBusy(true);
    setFailure(null);
    const refused = await signIn(as.email, as.password);
    setBusy(false);
    if (refused) {
      setFailure(refused);
      return;
    }
    queries.clear();
    await queries.prefetchQuery(sessionQuery);
    // Only a path of this site: anything else in the address was put there by someone else.
    const inside = next?.startsWith('/') && !next.startsWith('//') && !next.startsWith('/\\') ? next : '/';
    await navigate({ to: inside });
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void enter({ email: email.trim(), password });
  };

  return (
    <AccountFrame title="Sign in">
      {failure && <Message>{failure}</Message>}
      <form className="form" onSubmit={submit} noValidate>
        <TextField
          label="E-mail"
          type="email"
          name="email"
          autoComplete="username"
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
        <TextField
          label="Password"
          type="password"
          name="password"
          autoComplete="current-password"
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        <Button kind="primary" type="submit" busy={busy}>
          {busy ? 'Signing in' : 'Sign in'}
        </Button>
      </form>
      {demo.data && demo.data.signIns.length > 0 && (
        <section className="demo-signins" aria-label="Demo sign-ins">
          <h2>This is a demo. Sign in as</h2>
          {demo.data.signIns.map((person) => (
            <button key={person.email} type="button" onClick={() => void enter(person)}>
              <span>{person.label}</span>
              <span className="small dim ell">{person.email}</span>
            </button>
          ))}
        </section>
      )}
    </AccountFrame>
  );
}
