import { useQuery } from '@tanstack/react-query';
import { accountQuery } from '../api/queries.js';
import { hasWorklist } from '../app/navigation.js';
import { PageBar, useTitle } from '../app/page.js';
import { isPatientSide, useSession } from '../app/session.js';
import { Failed, Loading } from '../ui/index.js';
import { sayOnPage } from '../words/index.js';
import { AppsSection } from './apps-section.js';
import { CodeAppSection } from './code-app-section.js';
import { EmailSection } from './email-section.js';
import { NoticesSection } from './notices-section.js';
import { KeysSection } from './keys-section.js';
import { PasskeysSection } from './passkeys-section.js';
import { PasswordSection } from './password-section.js';
import { ToldSection } from './told-section.js';
import { SessionsSection } from './sessions-section.js';
import { SoundSection } from './sound-section.js';
import './account.css';

/** By what one's own account opens, and where it is open. */
export function AccountPage() {
  const session = useSession();
  const account = useQuery(accountQuery);
  const title = sayOnPage('account.title');
  useTitle(title);
  return (
    <>
      {isPatientSide(session) ? (
        <h1 className="greet">{title}</h1>
      ) : (
        <PageBar title={title} aside={session.person.name} />
      )}
      {account.error && (
        <Failed part={sayOnPage('account.part')} error={account.error} retry={() => void account.refetch()} />
      )}
      {account.isPending && <Loading rows={5} height={60} />}
      {account.data && (
        <div className="security">
          <EmailSection account={account.data} />
          <PasswordSection account={account.data} />
          <PasskeysSection account={account.data} />
          <CodeAppSection account={account.data} />
          {isPatientSide(session) && <ToldSection />}
          <NoticesSection />
          <SessionsSection />
          <AppsSection />
          {!isPatientSide(session) && <KeysSection />}
          {hasWorklist(session.role) && <SoundSection />}
        </div>
      )}
    </>
  );
}
