import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { appsQuery } from '../api/queries.js';
import { PageBar } from '../app/page.js';
import { useSession } from '../app/session.js';
import { Button, Dialog, Empty, Failed, Loading } from '../ui/index.js';
import { sayOnPage } from '../words/index.js';
import { AppRow } from './app-row.js';
import { RegisterApp } from './register-app.js';
import './apps.css';

/** Which programs of others may ask for data of this clinic. */
export function AppsPage() {
  const { clinic } = useSession();
  const apps = useQuery(appsQuery);
  const [registering, setRegistering] = useState(false);
  return (
    <>
      <PageBar title={sayOnPage('apps.title')} aside={clinic.name}>
        <Button
          kind="primary"
          icon={<IconPlus className="i" aria-hidden="true" />}
          onClick={() => setRegistering(true)}
        >
          {sayOnPage('apps.register')}
        </Button>
      </PageBar>
      {apps.error && <Failed part={sayOnPage('apps.part')} error={apps.error} retry={() => void apps.refetch()} />}
      {apps.isPending && <Loading rows={4} />}
      {apps.data?.items.length === 0 && (
        <Empty title={sayOnPage('apps.none')}>
          <p>{sayOnPage('apps.noneWhy')}</p>
        </Empty>
      )}
      {apps.data && <p className="dim small">{sayOnPage('apps.devices', { address: '/ingest/v1/observations' })}</p>}
      {apps.data && apps.data.items.length > 0 && (
        <div className="apps">
          <p className="dim">{sayOnPage('apps.lead')}</p>
          <ul className="things">
            {apps.data.items.map((app) => (
              <AppRow key={app.id} app={app} />
            ))}
          </ul>
        </div>
      )}
      <Dialog title={sayOnPage('apps.register')} opened={registering} onClose={() => setRegistering(false)} wide>
        <RegisterApp onClose={() => setRegistering(false)} />
      </Dialog>
    </>
  );
}
