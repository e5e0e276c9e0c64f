import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useState, type FormEvent } from 'react';
import { ApiError, request } from '../api/client.js';
import { invitationQuery } from '../api/queries.js';
import { Button, Failed, LinkButton, Loading, Message, TextField, useShowWrong } from '../ui/index.js';
import { PROFESSION_WORDS, ROLE_WORDS, sayOnPage } from '../words/index.js';
import { AccountFrame } from './account-frame.js';
import { NewPasswordField, SHORTEST } from './password-field.js';

export function InvitePage() {
  const { token } = useParams({ from: '/invite/$token' });
  const invitation = useQuery(invitationQuery(token));
  const gone = invitation.error instanceof ApiError && invitation.error.status === 404;
  const used = isUsed(invitation.error);
  return (
    <AccountFrame title="Your invitation">
      {invitation.isPending && <Loading rows={3} height={36} />}
      {gone && (
        <Message>
          This invitation is not valid: it has expired or was taken back, or the address is incomplete. Ask the clinic
          for a new one.
        </Message>
      )}
      {used && <Used />}
      {invitation.error && !gone && !used && (
        <Failed part="The invitation" error={invitation.error} retry={() => void invitation.refetch()} />
      )}
      {invitation.data && <Accept token={token} invitation={invitation.data} />}
    </AccountFrame>
  );
}

const isUsed = (error: unknown) => error instanceof ApiError && error.code === 'INVITATION_USED';

/** Whoever comes a second time has an account; a stranger learns no more than that. */
function Used() {
  return (
    <>
      <Message>{sayOnPage('invitation.used')}</Message>
      <LinkButton to="/sign-in" kind="primary">
        {sayOnPage('invitation.signIn')}
      </LinkButton>
    </>
  );
}

function Accept({ token, invitation }: { token: string; invitation: import('../api/types.js').Invitation }) {
  const [name, setName] = useState(invitation.name);
  const [password, setPassword] = useState('');
  const [busy, setBusy] = useState(false);
  const [done, setDone] = useState(false);
  const [used, setUsed] = useState(false);
  const [asked, setAsked] = useState<object | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const form = useShowWrong(asked, null);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    setAsked({});
    if (name.trim() && password.length >= SHORTEST) void accept(password);
  };
  /** Without a password: through an organisation's sign-on, or as somebody who is signed in with the address. */
  const accept = async (chosen?: string) => {
    setBusy(true);
    setFailure(null);
    try {
      await request(`/api/v1/invitations/${encodeURIComponent(token)}/accept`, {
        method: 'POST',
        body: { name: name.trim() || invitation.name, ...(chosen === undefined ? {} : { password: chosen }) },
      });
      setDone(true);
    } catch (error) {
      // Pressed again after the answer was lost: the first time has made the account.
      if (isUsed(error)) return setUsed(true);
      setFailure(error instanceof ApiError ? error.detail : 'That did not work. Please try again.');
    } finally {
      setBusy(false);
    }
  };

  if (used) return <Used />;
  if (done) {
    return (
      <>
        <Message ok inPlace>
          Your account is ready.
        </Message>
        <LinkButton to="/sign-in" kind="primary">
          Sign in
        </LinkButton>
      </>
    );
  }
  const as = invitation.profession ? PROFESSION_WORDS[invitation.profession] : ROLE_WORDS[invitation.role];
  return (
    <form className="form" ref={form} onSubmit={submit} noValidate>
      <p className="dim">
        {invitation.clinicName} invites {invitation.email} as {as.toLowerCase()}.
      </p>
      {failure && <Message>{failure}</Message>}
      <TextField
        label="Your name"
        autoComplete="name"
        value={name}
        error={asked && !name.trim() ? sayOnPage('field.needed') : null}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <NewPasswordField value={password} asked={asked !== null} onChange={setPassword} />
      <Button kind="primary" type="submit" busy={busy}>
        Accept and create the account
      </Button>
      <p className="small dim">{sayOnPage('invitation.passwordAlready')}</p>
      <Button kind={invitation.singleSignOn ? 'plain' : 'quiet'} onClick={() => void accept()}>
        {sayOnPage(invitation.singleSignOn ? 'invitation.withoutPassword' : 'invitation.signedIn')}
      </Button>
    </form>
  );
}
