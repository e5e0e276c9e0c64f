import { IconCircleCheck, IconCloudOff, IconDeviceMobile, IconDeviceWatch, IconFileText } from '@tabler/icons-react';
import { useRouterState } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { usePatient } from '../api/queries.js';
import type { Device } from '../api/types.js';
import { useBeginHere } from '../app/begin-here.js';
import { usePlainAudience, useSession } from '../app/session.js';
import { SourceOrder } from '../sources/source-order.js';
import { Zones } from '../sources/zones.js';
import { Button, Dialog, Failed, Loading } from '../ui/index.js';
import {
  agoWords,
  dayAndClock,
  phrase,
  sourceName,
  syncWords,
  wornWords,
  zoneHere,
  zoneOfSomewhere,
} from '../words/index.js';
import { useOutbox } from './outbox-store.js';
import { ExportUpload } from './upload.js';

const ICONS: Record<Device['kind'], typeof IconDeviceWatch> = {
  watch: IconDeviceWatch,
  phone: IconDeviceMobile,
  form: IconDeviceMobile,
  file: IconFileText,
  other: IconDeviceMobile,
};
/** By this an address names them. */
const PLACE = 'devices-title';

export function MyDevices({ patientId }: { patientId: string }) {
  const patient = usePatient(patientId);
  const { waiting } = useOutbox(patientId);
  // What is sent in a person's name is theirs to send: the server refuses a caregiver's file.
  const isOwn = usePlainAudience() === 'patient';
  const { clinic } = useSession();
  const [ordering, setOrdering] = useState(false);
  const [travelling, setTravelling] = useState(false);
  const title = useRef<HTMLHeadingElement>(null);
  const isWanted = useRouterState({ select: ({ location }) => location.hash === PLACE });
  useBeginHere(title, isWanted && patient.data !== undefined);
  return (
    <section className="sec" aria-labelledby={PLACE}>
      <h2 id={PLACE} ref={title} tabIndex={-1}>
        {isOwn ? phrase('devices.mine') : 'Devices'}
      </h2>
      {patient.data?.devices.map((device) => (
        <DeviceRow
          key={device.sourceId}
          device={device}
          waiting={device.kind === 'form' ? waiting : 0}
          timeZone={patient.data.timeZone}
          place={isOwn ? 'mine' : 'device'}
        />
      ))}
      {patient.data?.devices.length === 0 && (
        <p className="dim">Nothing has sent data yet.{isOwn && ' You can bring in an export.'}</p>
      )}
      {!patient.data && !patient.error && <Loading rows={2} height={64} />}
      {patient.error && !patient.data && (
        <Failed part="The devices" error={patient.error} retry={() => void patient.refetch()} />
      )}
      {waiting > 0 && !patient.data?.devices.some((d) => d.kind === 'form') && (
        <p className="small dim">{waitingWords(waiting)}</p>
      )}
      {isOwn && patient.data && (
        <div className="row wrap dvbtns">
          {patient.data.devices.filter((d) => d.kind !== 'form').length > 1 && (
            <Button onClick={() => setOrdering(true)}>{phrase('order.mine')}</Button>
          )}
          <Button onClick={() => setTravelling(true)}>{phrase('zones.open')}</Button>
        </div>
      )}
      <Dialog title={phrase('zones.title')} opened={travelling} onClose={() => setTravelling(false)}>
        <Zones patientId={patientId} zone={zoneOfSomewhere(zoneHere()) ?? ''} audience="patient" />
      </Dialog>
      <Dialog title={phrase('order.title')} opened={ordering} onClose={() => setOrdering(false)}>
        <SourceOrder patientId={patientId} audience="patient" />
      </Dialog>
      {isOwn && <ExportUpload patientId={patientId} timeZone={patient.data?.timeZone ?? clinic.timeZone} />}
    </section>
  );
}

const waitingWords = (waiting: number) =>
  waiting === 1
    ? '1 entry waits for a connection; it is safe'
    : `${waiting} entries wait for a connection; they are safe`;

function DeviceRow(props: { device: Device; waiting: number; timeZone: string; place: 'mine' | 'device' }) {
  const { device, waiting, timeZone, place } = props;
  const Icon = device.fileAt === null ? ICONS[device.kind] : IconFileText;
  // A file that was brought in once, or a diary, has no app to open.
  const sends = (device.kind === 'watch' || device.kind === 'phone') && device.fileAt === null;
  const isTroubled = sends && device.sync !== 'current';
  // A caregiver has no app to open on somebody else's phone.
  const trouble = isTroubled
    ? syncWords(place, { ...device, contactAt: device.lastSyncAt }, Date.now(), timeZone)
    : null;
  const State = trouble || waiting > 0 ? IconCloudOff : IconCircleCheck;
  return (
    <div className="dv">
      <Icon className="i xl" aria-hidden="true" />
      <div>
        {sourceName(device.label, 'patient')}
        <div className="small dim">
          {waiting > 0 ? waitingWords(waiting) : (trouble ?? lastWords(device, timeZone))}
        </div>
        <div className="small dim">{wornWords('mine', device)}</div>
      </div>
      <State className="i xl" aria-hidden="true" />
    </div>
  );
}

const lastWords = ({ lastSyncAt, fileAt }: Device, timeZone: string) =>
  fileAt === null
    ? `last data ${agoWords(lastSyncAt, Date.now(), timeZone)}`
    : phrase('file.cameBy', { at: dayAndClock(fileAt, timeZone) });
