import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { UseMutationResult } from '@tanstack/react-query';
import { alertQuery, seriesQuery } from '../../api/queries.js';
import type { AlertDetail, AlertRow, TrendEvidence, Visit } from '../../api/types.js';
import { useClinicZone } from '../../app/session.js';
import { SeriesChart } from '../../charts/index.js';
import { Button, Confidence, CourseWord, Failed, Loading, Message } from '../../ui/index.js';
import { addDays, dayIn, say } from '../../words/index.js';
import { contextWords, factLines, panelsOf } from './evidence-facts.js';
import { ResolveForm } from './resolve-form.js';
import { Timeline } from './timeline.js';
import { refusalWords, type useAlertActions } from './use-alert-actions.js';

interface Props {
  row: AlertRow;
  gone: boolean;
  resolving: boolean;
  setResolving: (open: boolean) => void;
  actions: ReturnType<typeof useAlertActions>;
  visit: UseMutationResult<Visit, Error, { patientId: string; alertId?: string }>;
  onAcknowledge: () => void;
}

/** Sentence, facts, charts, what the patient reads, what happened, and the verbs. */
export function EvidencePanel(props: Props) {
  const { row, gone, resolving, setResolving, actions, visit, onAcknowledge } = props;
  const detail = useQuery(alertQuery(row.id));
  const sentence = say(row.sentence, 'clinician');
  const { patient } = row;
  return (
    <section className="evd" id="evidence" aria-label={`Evidence for ${patient?.name ?? 'the clinic'}`} tabIndex={-1}>
      <div className="evd-body">
        <div className="pad">
          <div className="row wrap">
            <CourseWord course={row.course} />
            {row.confidence !== null && (
              <>
                <span className="small faint">·</span>
                <Confidence value={row.confidence} from={row.confidenceFrom} />
              </>
            )}
            <div className="grow" />
            {patient && (
              <Link className="small dim plainlink" to="/patients/$patientId" params={{ patientId: patient.id }}>
                Open {firstName(patient.name)}’s page
              </Link>
            )}
          </div>
          <p className="say">
            {patient ? `${patient.name}: ${lowerFirst(sentence)}` : sentence}.{' '}
            {detail.data && contextWords(trendOf(detail.data))}
          </p>
        </div>
        {detail.data ? (
          detail.data.patient && <Found detail={detail.data} patient={detail.data.patient} />
        ) : detail.error ? (
          <Failed part="The evidence" error={detail.error} retry={() => void detail.refetch()} />
        ) : (
          <Loading rows={8} height={20} />
        )}
      </div>
      <div className="acts">
        {actions.error && <Message>{refusalWords(actions.error)}</Message>}
        {visit.error && <Message>{visit.error.message}</Message>}
        {resolving && (!gone || actions.isPending) && (
          <ResolveForm
            busy={actions.isPending}
            onCancel={() => setResolving(false)}
            onResolve={(outcome, note) =>
              actions.mutate(
                { row, action: { kind: 'resolve', outcome, note } },
                { onSuccess: () => setResolving(false) },
              )
            }
          />
        )}
        <div className="acts-row">
          {gone || row.state === 'resolved' ? (
            <span className="dim small">This is resolved.</span>
          ) : row.state === 'open' ? (
            <Button kind="primary" hotkey="A" onClick={onAcknowledge}>
              Acknowledge
            </Button>
          ) : (
            <span className="row small dim">{row.owner ? `${row.owner.name} has this` : 'Acknowledged'}</span>
          )}
          {patient && (
            <Button
              hotkey="V"
              busy={visit.isPending}
              onClick={() => visit.mutate({ patientId: patient.id, alertId: row.id })}
            >
              Start visit
            </Button>
          )}
          <div className="grow" />
          {!gone && row.state !== 'resolved' && !resolving && (
            <Button kind="quiet" hotkey="R" onClick={() => setResolving(true)}>
              Resolve
            </Button>
          )}
        </div>
      </div>
    </section>
  );
}

/** Two months back, or as far as the usual range reaches. */
function Found({ detail, patient }: { detail: AlertDetail; patient: NonNullable<AlertDetail['patient']> }) {
  const zone = useClinicZone();
  const today = dayIn(Date.now(), zone);
  const evidence = trendOf(detail);
  const from = [evidence.baseline?.from, addDays(today, -60)].filter((day) => day !== undefined).sort()[0];
  const floor = addDays(today, -120);
  const series = useQuery(seriesQuery(patient.id, from && from > floor ? from : floor, today));
  const panels = panelsOf(evidence);
  const sprint = series.data?.sprint;
  return (
    <>
      <div className="pad head">
        <p className="dim small">
          {[patient.age, ...(sprint ? [`goal “${sprint.goal}”`, `week ${sprint.week} of ${sprint.weeks}`] : [])]
            .filter((part) => part !== null)
            .join(' · ')}
        </p>
        <dl className="facts small">
          {factLines(evidence, detail.kind).map((line) => (
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
      <div className="pad">
        {series.data ? (
          <SeriesChart view={series.data} compact panels={panels.length > 0 ? panels : undefined} />
        ) : series.error ? (
          <Failed part="The charts" error={series.error} retry={() => void series.refetch()} />
        ) : (
          <Loading rows={3} height={80} />
        )}
      </div>
      {detail.patientSentence && (
        <div className="twin">
          <h3>What {firstName(patient.name)} sees</h3>
          <p>“{say(detail.patientSentence, 'patient')}”</p>
        </div>
      )}
      <div className="twin">
        <h3>What happened</h3>
        <Timeline entries={detail.timeline} course={detail.course} outcome={detail.outcome} zone={zone} />
      </div>
    </>
  );
}

/** What a series shows; of other kinds nothing yet. */
const trendOf = ({ evidence }: AlertDetail): Partial<TrendEvidence> => (evidence.type === 'trend' ? evidence : {});

const firstName = (name: string) => name.split(' ')[0] ?? name;
const lowerFirst = (words: string) =>
  /^[A-Z]{2}/.test(words) ? words : words.charAt(0).toLowerCase() + words.slice(1);
