import { IconCopy } from '@tabler/icons-react';
import { useState } from 'react';
import type { InvitationLink } from '../api/types.js';
import { useClinicZone } from '../app/session.js';
import { Button, takeLostFocus } from '../ui/index.js';
import { dayAndClock, sayOnPage } from '../words/index.js';

/** What was made in place of the form that made it. */
export function MadeLink(props: { link: InvitationLink; to: string; email: string; onClose: () => void }) {
  const { onClose, ...made } = props;
  return (
    <div className="form">
      <OneTimeLink {...made} />
      <Button onClick={onClose}>{sayOnPage('common.close')}</Button>
    </div>
  );
}

/**
 * The link exists only here and only now: the server keeps nothing it could show again. Where it went by mail alone, the
 * address it went to.
 */
export function OneTimeLink({ link, to, email }: { link: InvitationLink; to: string; email: string }) {
  const zone = useClinicZone();
  const [copied, setCopied] = useState(false);
  const until = dayAndClock(link.expiresAt, zone);
  const shown = link.link;
  if (shown === undefined)
    return (
      <p className="wraps" role="status" tabIndex={-1} ref={takeLostFocus}>
        {sayOnPage('invitations.mailed', { email, until })}
      </p>
    );
  const copy = () =>
    navigator.clipboard?.writeText(shown).then(
      () => setCopied(true),
      () => setCopied(false),
    );
  return (
    <div className="linkbox">
      <p tabIndex={-1} ref={takeLostFocus}>
        Give this link to {to}. It is shown once and is good until {until}.
      </p>
      <code>{shown}</code>
      <div>
        <Button small icon={<IconCopy className="i" aria-hidden="true" />} onClick={() => void copy()}>
          {copied ? 'Copied' : 'Copy'}
        </Button>
      </div>
    </div>
  );
}
