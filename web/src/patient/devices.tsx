import { IconCircleCheck, IconCloudOff, IconDeviceMobile, IconDeviceWatch, IconFileText } from '@tabler/icons-react';
import { usePatient } from '../api/queries.js';
import type { Device } from '../api/types.js';
import { usePlainAudience } from '../app/session.js';
import { Failed, Loading } from '../ui/index.js';
import { agoWords, weekdayDay, dayIn } from '../words/index.js';
import { useOutbox } from './outbox-store.js';
import { AppleHealthUpload } from './upload.js';

const ICONS: Record<Device['kind'], typeof IconDeviceWatch> = {
  watch: IconDeviceWatch,
  phone: IconDeviceMobile,
  form: IconDeviceMobile,
  file: IconFileText,
  other: IconDeviceMobile,
};
/** A watch that said nothing for two days most likely lost its phone or its app. */
const SILENT_MS = 48 * 3_600_000;

export function MyDevices({ patientId }: { patientId: string }) {
  const patient = usePatient(patientId);
  const { waiting } = useOutbox(patientId);
  // What is sent in a person's name is theirs to send: the server refuses a caregiver's file.
  const isOwn = usePlainAudience() === 'patient';
  return (
    <section className="sec" aria-labelledby="devices-title">
      <h2 id="devices-title">{isOwn ? 'My devices' : 'Devices'}</h2>
      {patient.data?.devices.map((device) => (
        <DeviceRow
          key={device.sourceId}
          device={device}
          waiting={device.kind === 'form' ? waiting : 0}
          timeZone={patient.data.timeZone}
        />
      ))}
      {patient.data?.devices.length === 0 && (
        <p className="dim">Nothing has sent data yet.{isOwn && ' You can bring in a file from your phone.'}</p>
      )}
      {!patient.data && !patient.error && <Loading rows={2} height={64} />}
      {patient.error && !patient.data && (
        <Failed part="The devices" error={patient.error} retry={() => void patient.refetch()} />
      )}
      {waiting > 0 && !patient.data?.devices.some((d) => d.kind === 'form') && (
        <p className="small dim">{waitingWords(waiting)}</p>
      )}
      {isOwn && <AppleHealthUpload patientId={patientId} />}
    </section>
  );
}

const waitingWords = (waiting: number) =>
  waiting === 1
    ? '1 entry waits for a connection; it is safe'
    : `${waiting} entries wait for a connection; they are safe`;

function DeviceRow({ device, waiting, timeZone }: { device: Device; waiting: number; timeZone: string }) {
  const Icon = ICONS[device.kind];
  const silent =
    (device.kind === 'watch' || device.kind === 'phone') &&
    (device.lastSyncAt === null || Date.now() - Date.parse(device.lastSyncAt) > SILENT_MS);
  const State = silent || waiting > 0 ? IconCloudOff : IconCircleCheck;
  return (
    <div className="dv">
      <Icon className="i xl" aria-hidden="true" />
      <div>
        {device.label}
        <div className="small dim">
          {waiting > 0 ? waitingWords(waiting) : silent ? silentWords(device, timeZone) : lastWords(device, timeZone)}
        </div>
        {device.wornDays !== null && device.ofDays !== null && (
          <div className="small dim">
            {device.kind === 'form' ? 'answered' : 'worn'} {device.wornDays} of the last {device.ofDays} days
          </div>
        )}
      </div>
      <State className="i xl" aria-hidden="true" />
    </div>
  );
}

const lastWords = ({ lastSyncAt }: Device, timeZone: string) =>
  lastSyncAt ? `last data ${agoWords(lastSyncAt, Date.now(), timeZone)}` : 'no data yet';
const silentWords = ({ lastSyncAt }: Device, timeZone: string) =>
  lastSyncAt
    ? `has not sent since ${weekdayDay(dayIn(lastSyncAt, timeZone))}. Open its app to fix it.`
    : 'has not sent yet. Open its app to start it.';
