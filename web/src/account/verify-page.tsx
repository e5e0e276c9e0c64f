import { useEffect, useRef, useState } from 'react';
import { request } from '../api/client.js';
import { LinkButton, Loading, Message } from '../ui/index.js';
import { sayOnPage } from '../words/index.js';
import { AccountFrame } from './account-frame.js';
import { secretOfLink } from './mail-link.js';
import { problemWords } from './sign-in.js';

type Outcome = { ok: true; done: 'email-verified' | 'email-changed' } | { ok: false; words: string };

/** Where the link from a mail leads that confirms an address. */
export function VerifyPage() {
  const [token] = useState(secretOfLink);
  const [outcome, setOutcome] = useState<Outcome | null>(
    token ? null : { ok: false, words: sayOnPage('account.linkBroken') },
  );
  const sent = useRef(false);
  useEffect(() => {
    if (!token || sent.current) return;
    sent.current = true;
    request<{ done: 'email-verified' | 'email-changed' }>('/api/v1/sign-in/confirm-email', {
      method: 'POST',
      body: { token },
    }).then(
      ({ done }) => setOutcome({ ok: true, done }),
      (error: unknown) => setOutcome({ ok: false, words: problemWords(error) }),
    );
  }, [token]);
  return (
    <AccountFrame title={sayOnPage('account.verifyTitle')}>
      {!outcome && <Loading rows={1} />}
      {outcome?.ok && (
        <Message ok>
          {sayOnPage('account.verifyDone', { done: outcome.done === 'email-changed' ? 'changed' : 'verified' })}
        </Message>
      )}
      {outcome && !outcome.ok && <Message>{outcome.words}</Message>}
      <LinkButton to="/account" kind={outcome?.ok ? 'primary' : 'quiet'}>
        {sayOnPage('account.toAccount')}
      </LinkButton>
    </AccountFrame>
  );
}
