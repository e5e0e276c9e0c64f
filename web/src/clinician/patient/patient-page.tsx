import { IconUpload, IconVideo } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Navigate, useParams, useSearch } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import type { MetricId } from '../../../../src/metrics/index.js';
import { patientQuery, seriesQuery } from '../../api/queries.js';
import type { Day, DayState, PatientDetail, SeriesView } from '../../api/types.js';
import { useNow } from '../../app/now.js';
import { PageBar } from '../../app/page.js';
import { useClinicZone, useSession } from '../../app/session.js';
import { useIsWide } from '../../app/wide.js';
import { SeriesChart } from '../../charts/index.js';
import { Avatar, Button, Confidence, Dialog, Failed, Glyph, Loading, Message, Segmented } from '../../ui/index.js';
import {
  addDays,
  cityOf,
  clock,
  clockThere,
  dayIn,
  PROFESSION_WORDS,
  say,
  sayOnPage,
  shortDay,
  syncWords,
} from '../../words/index.js';
import { useStartVisit } from '../use-start-visit.js';
import { changedBeside } from './changed-panels.js';
import { DaySources } from './day-sources.js';
import { orderPanels } from './panel-order.js';
import { Side } from './side.js';
import { SprintVerdictLine } from './sprint-verdict.js';
import { UploadForm } from './upload-form.js';
import './patient.css';

const RANGES = [
  { value: '28', label: '4 wk' },
  { value: '91', label: '13 wk' },
  { value: '365', label: '1 year' },
] as const;
type Range = (typeof RANGES)[number]['value'];

export function PatientPage() {
  const { patientId } = useParams({ strict: false }) as { patientId: string };
  const patient = useQuery(patientQuery(patientId));
  if (patient.error) return <Failed part="The patient" error={patient.error} retry={() => void patient.refetch()} />;
  if (!patient.data) return <Loading rows={6} />;
  // A link to a record that was merged leads to the one it became.
  if (patient.data.id !== patientId)
    return <Navigate to="/patients/$patientId" params={{ patientId: patient.data.id }} replace />;
  return <Page key={patientId} patient={patient.data} />;
}

function Page({ patient }: { patient: PatientDetail }) {
  const visit = useStartVisit();
  const [uploading, setUploading] = useState(false);
  const { role, person } = useSession();
  // Under a broken glass there is only reading.
  const mayAct = role !== 'clinician' || patient.careTeam.some(({ personId }) => personId === person.id);
  const contact = patient.careTeam.find((member) => member.isContact);
  return (
    <>
      <PageBar title={patient.name} aside={[patient.age, patient.gender].filter(Boolean).join(', ')}>
        {contact && (
          <span className="row small dim hidem">
            <Avatar name={contact.name} />
            Contact: {contact.name}
            {contact.profession && `, ${PROFESSION_WORDS[contact.profession].toLowerCase()}`}
          </span>
        )}
        {mayAct && (
          <div className="row baracts">
            <Button icon={<IconUpload className="i" aria-hidden="true" />} onClick={() => setUploading(true)}>
              Upload export
            </Button>
            <Button
              kind="primary"
              busy={visit.isPending}
              icon={<IconVideo className="i" aria-hidden="true" />}
              onClick={() => visit.start({ patient })}
            >
              Start visit
            </Button>
          </div>
        )}
      </PageBar>
      {visit.error && <Message>{visit.error.message}</Message>}
      {visit.question}
      <div className="pg">
        <Main patient={patient} mayAct={mayAct} />
        <Side patient={patient} mayAct={mayAct} />
      </div>
      <Dialog title="Upload an export" opened={uploading} onClose={() => setUploading(false)}>
        <UploadForm patientId={patient.id} />
      </Dialog>
    </>
  );
}

function Main({ patient, mayAct }: { patient: PatientDetail; mayAct: boolean }) {
  const { days } = useSearch({ strict: false });
  const wide = useIsWide();
  const { profession } = useSession();
  const [range, setRange] = useState<Range>(wide ? '91' : '28');
  const today = dayIn(Date.now(), patient.timeZone);
  const series = useQuery(seriesQuery(patient.id, addDays(today, 1 - Number(range)), today));
  const main = useRef<HTMLDivElement>(null);
  const [picked, setPicked] = useState<{ metric: MetricId; day: Day } | null>(null);
  if (series.error && !series.data) {
    return (
      <div className="mainc">
        <Failed part="The series" error={series.error} retry={() => void series.refetch()} />
      </div>
    );
  }
  if (!series.data) {
    return (
      <div className="mainc">
        <Loading rows={4} height={120} />
      </div>
    );
  }
  const view = { ...series.data, panels: orderPanels(series.data.panels, profession) };
  const close = () => {
    setPicked(null);
    // Back to where the day was chosen, or the focus would be lost with the panel.
    main.current?.querySelector<HTMLElement>('[role="slider"]')?.focus();
  };
  return (
    <div className="mainc" ref={main}>
      <Verdict view={view} patient={patient} />
      <SeriesChart
        view={view}
        tableFirst={days === true}
        onDay={(metric, day) => setPicked({ metric, day })}
        controls={<Segmented label="Time range" value={range} options={RANGES} onChange={setRange} />}
      />
      {picked && (
        <DaySources
          patientId={patient.id}
          zone={patient.timeZone}
          {...picked}
          mayAct={mayAct}
          state={stateOn(view, picked)}
          onClose={close}
        />
      )}
    </div>
  );
}

/** Why there is no value, as the chart says it. */
const stateOn = ({ panels, days }: SeriesView, { metric, day }: { metric: MetricId; day: Day }): DayState =>
  panels.find((panel) => panel.metric === metric)?.days[days.indexOf(day)]?.state ?? 'ok';

function Verdict({ view, patient }: { view: SeriesView; patient: PatientDetail }) {
  const others = changedBeside(view).map((panel) => say(panel.sentence, 'clinician'));
  const now = useNow();
  const zone = useClinicZone();
  const there = clockThere(now, patient.timeZone, zone);
  const { state, contactAt, ...reach } = view.sync;
  const sync = state && contactAt && syncWords('page', { sync: state, contactAt, ...reach }, now, zone);
  const first = view.headline ? say(view.headline, 'clinician') : 'There is too little data to say anything yet';
  return (
    <div className="verdict">
      <span className={`gl gl-${view.course}`}>
        <Glyph course={view.course} size={20} />
      </span>
      <div>
        <p className="say">{[first, ...others.filter((words) => words !== first)].filter(Boolean).join('. ')}.</p>
        <p className="row small dim wrap">
          {view.confidence !== null && <Confidence value={view.confidence} from={view.confidenceFrom} />}
          {sync && <span>{sync}</span>}
          {view.computedAt !== null && (
            <span>
              computed {clock(view.computedAt, zone)} from data to {shortDay(view.to)}
            </span>
          )}
          {there && (
            <span>
              {sayOnPage('charts.there', { who: patient.givenName, city: cityOf(patient.timeZone), at: there })}
            </span>
          )}
        </p>
        {view.sprintVerdict && <SprintVerdictLine verdict={view.sprintVerdict} />}
        {view.hint && <p className="small dim">{say(view.hint, 'clinician')}.</p>}
      </div>
    </div>
  );
}
