import { useState } from 'react';
import { ApiError } from '../api/client.js';
import { usePatient, useSeries } from '../api/queries.js';
import { useTitle } from '../app/page.js';
import { usePlainAudience, useSession } from '../app/session.js';
import { SeriesChart } from '../charts/index.js';
import { CourseWord, Empty, Failed, Loading, Segmented } from '../ui/index.js';
import { addDays, clock, dayIn, METRIC_NAMES, sayOnPage, sayPanel } from '../words/index.js';
import { NoRecord } from './no-record.js';

const SPANS = [
  { value: '42', label: '6 weeks' },
  { value: '91', label: '3 months' },
] as const;

/** Everything that is measured, each with its sentence, its chart and its table. The same numbers the team sees. */
export function PatientNumbers() {
  const { patientId, clinic } = useSession();
  const audience = usePlainAudience();
  const patient = usePatient(patientId ?? '');
  const timeZone = patient.data?.timeZone ?? clinic.timeZone;
  const [days, setDays] = useState<(typeof SPANS)[number]['value']>('42');
  const today = dayIn(Date.now(), timeZone);
  const series = useSeries(patientId ?? '', addDays(today, -Number(days)), today);
  const view = series.data;
  // Granted without the numbers: to try again would change nothing.
  const isWithheld = audience === 'caregiver' && series.error instanceof ApiError && series.error.status === 404;
  useTitle('Numbers');
  if (!patientId) return <NoRecord />;
  return (
    <>
      <div className="row greet wrap">
        <h1 className="grow">{audience === 'patient' ? 'My numbers' : 'Numbers'}</h1>
        <Segmented label="How far back" value={days} options={SPANS} onChange={setDays} />
      </div>
      {!view && !series.error && <Loading rows={4} height={90} label="Loading the numbers" />}
      {isWithheld && <p className="dim">{sayOnPage('people.withheld')}</p>}
      {!view && !isWithheld && series.error && (
        <Failed part="The numbers" error={series.error} retry={() => void series.refetch()} />
      )}
      {view && view.panels.length === 0 && (
        <Empty title="There are no numbers yet.">
          <p>
            {view.computedAt !== null && `Checked at ${clock(view.computedAt, timeZone)}. `}They appear after the first
            days with a watch or the diary.
          </p>
        </Empty>
      )}
      <div className="ng">
        {view?.panels.map((panel) => (
          <section className="sec" key={panel.metric} aria-labelledby={`n-${panel.metric}`}>
            <div className="row wrap">
              <h2 id={`n-${panel.metric}`} className="grow">
                {METRIC_NAMES[audience][panel.metric]}
              </h2>
              {/* A number alone is told while nobody has said yet how it is doing. */}
              {panel.patientSentence?.key !== 'trend.lately' && (
                <span className="small">
                  <CourseWord course={panel.course} audience={audience} />
                </span>
              )}
            </div>
            <p className="sentence">{sayPanel(panel, audience, patient.data?.name.split(' ')[0])}</p>
            <SeriesChart view={view} panels={[panel.metric]} audience={audience} />
          </section>
        ))}
      </div>
    </>
  );
}
