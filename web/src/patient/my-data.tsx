import { useSession } from '../app/session.js';
import { useTitle } from '../app/page.js';
import { LinkButton } from '../ui/index.js';
import { phrase, sayOnPage } from '../words/index.js';
import { NoRecord } from './no-record.js';
import { AccessLog } from './access-log.js';
import { MyCopy } from './my-copy.js';
import { MyCorrections } from './my-corrections.js';
import { MyIdentity } from './my-identity.js';
import { MyTreatment } from './my-treatment.js';
import { MyErasure } from './my-erasure.js';
import './my-data.css';

/** What the clinic has about a person, who saw it, and what they may ask for. */
export function MyData() {
  const { patientId } = useSession();
  useTitle(sayOnPage('mydata.title'));
  if (!patientId) return <NoRecord />;
  return (
    <>
      <h1 className="greet">{sayOnPage('mydata.title')}</h1>
      <div className="hg">
        <div className="col">
          <MyTreatment patientId={patientId} />
          <ToDevices />
          <AccessLog patientId={patientId} />
        </div>
        <div className="col">
          <MyIdentity patientId={patientId} />
          <MyCopy patientId={patientId} />
          <MyCorrections patientId={patientId} />
          <MyErasure patientId={patientId} />
        </div>
      </div>
    </>
  );
}

/** They stand on the first page, beside what they send. */
function ToDevices() {
  return (
    <section className="sec mydata" aria-labelledby="to-devices-title">
      <h2 id="to-devices-title">{phrase('devices.mine')}</h2>
      <p className="dim">{phrase('devices.why')}</p>
      <LinkButton to="/" hash="devices-title">
        {phrase('devices.go')}
      </LinkButton>
    </section>
  );
}
