import { useQuery } from '@tanstack/react-query';
import { seriesQuery } from '../../api/queries.js';
import type { AlertDetail } from '../../api/types.js';
import { useNow } from '../../app/now.js';
import { useClinicZone } from '../../app/session.js';
import { SeriesChart } from '../../charts/index.js';
import { Failed, Loading } from '../../ui/index.js';
import { addDays, dayIn, say, sayOnPage } from '../../words/index.js';
import { chartPanels } from './evidence-charts.js';
import { Answers, People } from './evidence-people.js';
import { ToldOf } from './evidence-told.js';
import { factsOf } from './other-facts.js';
import { Suppressions } from './suppressions.js';
import { Timeline } from './timeline.js';

interface Props {
  detail: AlertDetail;
  busy: boolean;
  onUndo: (eventId: number) => void;
}

/** Facts, charts, what the patient is told and has answered, and what became of it. */
export function Found({ detail, busy, onUndo }: Props) {
  const zone = useClinicZone();
  const now = useNow();
  const who = detail.patient ? firstName(detail.patient.name) : null;
  return (
    <>
      <div className="pad head">
        <dl className="facts small">
          {factsOf(detail, zone).map((line) => (
            <div key={line.term} className="fact">
              <dt>{line.term}</dt>
              <dd>
                {line.strong && <b>{line.strong}</b>}
                {line.text}
              </dd>
            </div>
          ))}
        </dl>
      </div>
      {detail.patient && <Charts detail={detail} />}
      {who && (
        <div className="twin">
          <h3>{sayOnPage('evidence.twin', { who })}</h3>
          {detail.patientSentence ? (
            <>
              <p>“{say(detail.patientSentence, 'patient')}”</p>
              <h3 className="answered">{sayOnPage('evidence.answers', { who })}</h3>
              <Answers answers={detail.answers} zone={zone} />
            </>
          ) : (
            <p className="dim">{sayOnPage('evidence.untold', { reason: 'team' })}</p>
          )}
        </div>
      )}
      {who && <ToldOf {...{ detail, who, zone }} />}
      {detail.suppressions.length > 0 && (
        <div className="twin">
          <h3>{sayOnPage('evidence.suppressed')}</h3>
          <Suppressions items={detail.suppressions} zone={zone} named={false} />
        </div>
      )}
      <div className="twin">
        <h3>{sayOnPage('evidence.happened')}</h3>
        <Timeline
          entries={detail.timeline}
          course={detail.course}
          outcome={detail.outcome}
          {...{ zone, now, busy, onUndo }}
        />
      </div>
      <div className="twin">
        <h3>{sayOnPage('evidence.people')}</h3>
        <People people={detail.people} zone={zone} />
        <p className="small faint">{sayOnPage('evidence.rule', { ...detail.rule })}</p>
      </div>
    </>
  );
}

/** Two months back, or as far as the usual range reaches; to the patient's day, which may be another than the clinic's. */
export function useEvidenceSeries(detail: Pick<AlertDetail, 'evidence' | 'patient'> | undefined) {
  const today = dayIn(Date.now(), useClinicZone());
  const evidence = detail?.evidence;
  const baseline = evidence?.type === 'trend' ? evidence.baseline?.from : undefined;
  const from = [baseline, addDays(today, -60)].filter((day) => day !== undefined).sort()[0];
  const floor = addDays(today, -120);
  return useQuery({
    ...seriesQuery(detail?.patient?.id ?? '', from && from > floor ? from : floor),
    enabled: Boolean(detail?.patient),
  });
}

function Charts({ detail }: { detail: AlertDetail }) {
  const series = useEvidenceSeries(detail);
  return (
    <div className="pad">
      {series.data ? (
        <SeriesChart view={series.data} compact panels={chartPanels(detail.evidence, series.data)} />
      ) : series.error ? (
        <Failed part={sayOnPage('evidence.charts')} error={series.error} retry={() => void series.refetch()} />
      ) : (
        <Loading rows={3} height={80} />
      )}
    </div>
  );
}

export const firstName = (name: string) => name.split(' ')[0] ?? name;
