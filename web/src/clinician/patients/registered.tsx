import { Button, LinkButton, Message } from '../../ui/index.js';
import { sayOnPage } from '../../words/index.js';
import { OneTimeLink } from '../one-time-link.js';
import type { Registered } from './use-register.js';

/** Somebody is registered: the way to the page, and the link that is shown once. */
export function RegisteredView({ registered, onClose }: { registered: Registered; onClose: () => void }) {
  const { patient, link, inviteError } = registered;
  return (
    <div className="form">
      <Message ok inPlace>
        {sayOnPage('register.done', { name: patient.name })}
      </Message>
      {inviteError && <Message>{sayOnPage('register.notInvited', { why: inviteError })}</Message>}
      {link && <OneTimeLink link={link} to={patient.name} email={patient.email ?? ''} />}
      <div className="row">
        <LinkButton kind="primary" to="/patients/$patientId" params={{ patientId: patient.id }}>
          {sayOnPage('register.openPage')}
        </LinkButton>
        <Button kind="quiet" onClick={onClose}>
          {sayOnPage('common.close')}
        </Button>
      </div>
    </div>
  );
}
