import { IconCopy } from '@tabler/icons-react';
import { useState } from 'react';
import type { InvitationLink } from '../api/types.js';
import { useClinicZone } from '../app/session.js';
import { Button } from '../ui/index.js';
import { dayAndClock } from '../words/index.js';

/** The link exists only here and only now: the server keeps nothing it could show again. */
export function OneTimeLink({ link, to }: { link: InvitationLink; to: string }) {
  const zone = useClinicZone();
  const [copied, setCopied] = useState(false);
  const copy = () =>
    navigator.clipboard?.writeText(link.link).then(
      () => setCopied(true),
      () => setCopied(false),
    );
  return (
    <div className="linkbox">
      <p>
        Give this link to {to}. It is shown once and is good until {dayAndClock(link.expiresAt, zone)}.
      </p>
      <code>{link.link}</code>
      <div>
        <Button small icon={<IconCopy className="i" aria-hidden="true" />} onClick={() => void copy()}>
          {copied ? 'Copied' : 'Copy'}
        </Button>
      </div>
    </div>
  );
}
