import { useQuery } from '@tanstack/react-query';
import { outboxQuery } from '../api/queries.js';
import { Failed, LinkButton, Loading } from '../ui/index.js';
import { clock, sayOnPage, zoneHere } from '../words/index.js';
import { AccountFrame } from './account-frame.js';

/** Mails that nobody can send, on a machine of one's own. */
export function OutboxPage() {
  const outbox = useQuery(outboxQuery);
  return (
    <AccountFrame title={sayOnPage('outbox.title')} wide>
      <p className="dim">{sayOnPage('outbox.lead')}</p>
      {outbox.isPending && <Loading rows={3} />}
      {outbox.error && <Failed part={sayOnPage('outbox.title')} error={outbox.error} />}
      {outbox.data?.items.length === 0 && <p>{sayOnPage('outbox.none')}</p>}
      <ul className="outbox">
        {outbox.data?.items.map((mail) => (
          <li key={mail.at + mail.to + mail.subject}>
            <h2>{mail.subject}</h2>
            <div className="small dim">
              {sayOnPage('outbox.to', { to: mail.to })}, {clock(mail.at, zoneHere())}
            </div>
            <MailText text={mail.text} />
          </li>
        ))}
      </ul>
      <LinkButton to="/sign-in" kind="quiet">
        {sayOnPage('account.back')}
      </LinkButton>
    </AccountFrame>
  );
}

/** Links of our own can be followed; everything else is text. */
function MailText({ text }: { text: string }) {
  return text
    .trim()
    .split('\n\n')
    .map((paragraph) =>
      paragraph.startsWith(`${location.origin}/`) ? (
        <p key={paragraph}>
          <a href={paragraph}>{paragraph}</a>
        </p>
      ) : (
        <p key={paragraph}>{paragraph}</p>
      ),
    );
}
