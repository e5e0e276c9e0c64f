import { IconCopy } from '@tabler/icons-react';
import { useState } from 'react';
import { Button } from '../ui/index.js';
import { sayOnPage } from '../words/index.js';

/** A text that is to be carried elsewhere, with a button that copies it. */
export function Copied({ label, text }: { label: string; text: string }) {
  const [copied, setCopied] = useState(false);
  const copy = () =>
    navigator.clipboard?.writeText(text).then(
      () => setCopied(true),
      () => setCopied(false),
    );
  const word = sayOnPage(copied ? 'account.copied' : 'account.copy');
  return (
    <div className="linkbox">
      <p>{label}</p>
      <code>{text}</code>
      <div>
        <Button
          small
          icon={<IconCopy className="i" aria-hidden="true" />}
          aria-label={`${word}: ${label}`}
          onClick={() => void copy()}
        >
          {word}
        </Button>
      </div>
    </div>
  );
}
