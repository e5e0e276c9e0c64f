import { IconDeviceMobile, IconDeviceWatch, IconFileText } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { alertsQuery } from '../../api/queries.js';
import type { AlertRow, Device, PatientDetail } from '../../api/types.js';
import { useNow } from '../../app/now.js';
import { useClinicZone } from '../../app/session.js';
import { Button, Dialog, Failed, Glyph } from '../../ui/index.js';
import { SourceOrder } from '../../sources/source-order.js';
import { FilesBroughtIn } from '../../sources/files-brought-in.js';
import { ToldUpload } from '../../sources/told-upload.js';
import { Zones } from '../../sources/zones.js';
import {
  agoWords,
  cityOf,
  dayAndClock,
  dueWords,
  OUTCOME_WORDS,
  phrase,
  say,
  sourceName,
  syncWords,
  wornWords,
} from '../../words/index.js';
import { AskedCorrections } from './asked-corrections.js';
import { ConsentsSection } from './consents-section.js';
import { NotesSection } from './notes-section.js';
import { PatientPeople } from './people/patient-people.js';
import { TreatmentSection } from './treatment-section.js';
import { SprintSection } from './sprint-section.js';

/** @param mayAct - under a broken glass there are no verbs */
export function Side({ patient, mayAct }: { patient: PatientDetail; mayAct: boolean }) {
  const [ordering, setOrdering] = useState(false);
  const [travelling, setTravelling] = useState(false);
  const zone = useClinicZone();
  return (
    <aside className="side" aria-label="Sprint, treatment, alerts and devices">
      {mayAct && <AskedCorrections patientId={patient.id} />}
      <SprintSection patient={patient} mayAct={mayAct} />
      <TreatmentSection patient={patient} mayAct={mayAct} />
      <NotesSection patientId={patient.id} />
      <Alerts patient={patient} />
      <section>
        <div className="sh">
          <h2>{phrase('order.title')}</h2>
          {mayAct && (
            <Button small kind="quiet" onClick={() => setOrdering(true)}>
              {phrase('order.open')}
            </Button>
          )}
        </div>
        {patient.devices.length === 0 && <p className="dim small">{phrase('order.none')}</p>}
        <ul className="small">
          {patient.devices.map((device) => (
            <DeviceLine key={device.sourceId} device={device} />
          ))}
        </ul>
        {patient.consent && <ToldUpload patientId={patient.id} zone={zone} />}
        {patient.consent && mayAct && <FilesBroughtIn patientId={patient.id} zone={zone} />}
        {patient.consent && patient.consent.monitoring !== 'given' && (
          <p className="note small">The patient has not agreed to monitoring.</p>
        )}
      </section>
      <ConsentsSection patientId={patient.id} mayAct={mayAct} />
      <section>
        <div className="sh">
          <h2>{phrase('zones.title')}</h2>
          {mayAct && (
            <Button small kind="quiet" onClick={() => setTravelling(true)}>
              {phrase('zones.open')}
            </Button>
          )}
        </div>
        <p className="small">{cityOf(patient.timeZone)}</p>
      </section>
      <PatientPeople patient={patient} mayAct={mayAct} />
      <Dialog title={phrase('order.title')} opened={ordering} onClose={() => setOrdering(false)}>
        <SourceOrder patientId={patient.id} audience="clinician" />
      </Dialog>
      <Dialog title={phrase('zones.title')} opened={travelling} onClose={() => setTravelling(false)}>
        <Zones patientId={patient.id} zone={patient.timeZone} audience="clinician" />
      </Dialog>
    </aside>
  );
}

const DEVICE_ICONS = {
  watch: IconDeviceWatch,
  phone: IconDeviceMobile,
  form: IconFileText,
  file: IconFileText,
  other: IconDeviceMobile,
};
function lastWords(device: Device, now: number, zone: string) {
  if (device.fileAt !== null) return phrase('file.cameBy', { at: dayAndClock(device.fileAt, zone) });
  if (device.kind === 'form') return `last ${agoWords(device.lastSyncAt, now, zone)}`;
  return syncWords('device', { ...device, contactAt: device.lastSyncAt }, now, zone);
}

function DeviceLine({ device }: { device: Device }) {
  const zone = useClinicZone();
  const now = useNow();
  const Icon = device.fileAt === null ? DEVICE_ICONS[device.kind] : IconFileText;
  return (
    <li className="dev">
      <Icon className="i" aria-hidden="true" />
      <div>
        <b>{sourceName(device.label, 'clinician')}</b>
        {', '}
        {lastWords(device, now, zone)}
        <div className="dim">{wornWords('device', device)}</div>
      </div>
    </li>
  );
}

function Alerts({ patient }: { patient: PatientDetail }) {
  const open = useQuery(alertsQuery({ state: 'open', whose: 'all', patientId: patient.id }));
  const closed = useQuery(alertsQuery({ state: 'resolved', whose: 'all', patientId: patient.id }));
  const [all, setAll] = useState(false);
  const rows = [...(open.data?.items ?? []), ...(closed.data?.items ?? [])].toSorted((a, b) =>
    a.raisedAt < b.raisedAt ? 1 : -1,
  );
  const shown = all ? rows : rows.slice(0, 4);
  return (
    <section>
      <div className="sh">
        <h2>Alerts</h2>
        {rows.length > 4 && (
          <button type="button" className="small dim linklike" onClick={() => setAll(!all)}>
            {all ? 'fewer' : `all ${rows.length}`}
          </button>
        )}
      </div>
      {open.error && <Failed part="The alerts" error={open.error} retry={() => void open.refetch()} />}
      {open.data && rows.length === 0 && <p className="dim small">None so far.</p>}
      <ol className="tl small">
        {shown.map((row) => (
          <AlertLine key={row.id} row={row} />
        ))}
      </ol>
    </section>
  );
}

function AlertLine({ row }: { row: AlertRow }) {
  const zone = useClinicZone();
  const now = useNow();
  const due = row.state === 'open' && row.dueAt ? `, ${dueWords(row.dueAt, now, zone)}` : '';
  const { outcome } = row;
  const how = outcome && outcome !== 'cleared' ? `: ${OUTCOME_WORDS[outcome].toLowerCase()}` : '';
  const whose = row.owner?.name ?? (row.state === 'resolved' ? null : 'no owner');
  return (
    <li>
      <span className="k">
        <Glyph course={row.course} size={13} silent />
      </span>
      <b>{say(row.sentence, 'clinician')}</b>, {row.state}
      {how}
      <div className="dim">
        {[dayAndClock(row.raisedAt, zone), whose].filter(Boolean).join(' · ')}
        {due}
      </div>
    </li>
  );
}
