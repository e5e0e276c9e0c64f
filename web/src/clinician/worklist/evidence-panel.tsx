import { IconArrowLeft } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect } from 'react';
import { request } from '../../api/client.js';
import { alertQuery, clinicQuery } from '../../api/queries.js';
import type { AlertRow } from '../../api/types.js';
import { useViewers } from '../../live/viewers.js';
import { Button, Confidence, CourseWord, Failed, Loading } from '../../ui/index.js';
import { sayAlert, sayOnPage, verdictWords } from '../../words/index.js';
import type { Act } from './act.js';
import { nameOn } from './act-words.js';
import { contextWords } from './evidence-facts.js';
import { firstName, Found, useEvidenceSeries } from './evidence-found.js';
import { reviewDay } from './open-days.js';
import { VerbRow, type VerbRowProps } from './verb-row.js';
import { Viewers } from './viewers.js';

/** Looked at for so long it counts as seen. */
const SEEN_AFTER_MS = 1_000;

interface Props extends Omit<VerbRowProps, 'reviewOn' | 'row'> {
  row: AlertRow;
  onAct: (act: Act) => void;
  /** On a phone it takes the place of the list: the way back. */
  onBack: (() => void) | null;
}

/** Sentence, facts, charts, what the patient reads, what happened, and the verbs. */
export function EvidencePanel(props: Props) {
  const { row, running, onAct, onBack } = props;
  const detail = useQuery(alertQuery(row.id));
  const clinic = useQuery(clinicQuery);
  const viewers = useViewers(row.id);
  useSeen(row.id, detail.data?.seenAt);
  const series = useEvidenceSeries(detail.data);
  const sprint = series.data?.sprint ?? null;
  const { patient } = row;
  const sentence = sayAlert(row);
  const evidence = detail.data?.evidence;
  const age = patient?.age ?? null;
  const about = [
    age !== null && sayOnPage('evidence.age', { age }),
    sprint && `goal “${sprint.goal}”`,
    sprint && `week ${sprint.week} of ${sprint.weeks}`,
  ];
  return (
    <section className="evd" id="evidence" aria-label={sayOnPage('evidence.of', { who: nameOn(row) })} tabIndex={-1}>
      {onBack && (
        <div className="evd-back">
          <Button kind="quiet" icon={<IconArrowLeft className="i" aria-hidden="true" />} onClick={onBack}>
            {sayOnPage('evidence.back')}
          </Button>
        </div>
      )}
      <div className="evd-body">
        <div className="pad">
          <div className="row wrap">
            <CourseWord course={row.course} word={verdictWords(row)} />
            {row.confidence !== null && (
              <>
                <span className="small faint">·</span>
                <Confidence value={row.confidence} from={row.confidenceFrom} />
              </>
            )}
            <div className="grow" />
            <Viewers viewers={viewers} />
            {patient && (
              <Link className="small dim plainlink" to="/patients/$patientId" params={{ patientId: patient.id }}>
                {sayOnPage('evidence.page', { who: firstName(patient.name) })}
              </Link>
            )}
          </div>
          <p className="say">
            {patient ? `${patient.name}: ${lowerFirst(sentence)}` : sentence}.{' '}
            {evidence?.type === 'trend' && contextWords(evidence)}
          </p>
          <p className="dim small">{about.filter(Boolean).join(' · ')}</p>
        </div>
        {detail.data ? (
          <Found
            detail={detail.data}
            busy={running === 'undo'}
            onUndo={(eventId) => onAct({ kind: 'undo', eventId, version: detail.data.version })}
          />
        ) : detail.error ? (
          <Failed part={sayOnPage('evidence.part')} error={detail.error} retry={() => void detail.refetch()} />
        ) : (
          <Loading rows={8} height={20} />
        )}
      </div>
      <VerbRow {...props} reviewOn={sprint ? reviewDay(clinic.data, sprint.endsOn) : null} />
    </section>
  );
}

/** Tells the server once that somebody has looked at it, not merely passed. */
function useSeen(alertId: string, seenAt: string | null | undefined): void {
  useEffect(() => {
    if (seenAt !== null) return undefined;
    const timer = setTimeout(() => {
      // Only a note of how far the alert has come: should it fail, the next look says it.
      request(`/api/v1/alerts/${alertId}/seen`, { method: 'POST', body: {} }).catch(() => undefined);
    }, SEEN_AFTER_MS);
    return () => clearTimeout(timer);
  }, [alertId, seenAt]);
}

const lowerFirst = (words: string) =>
  /^[A-Z]{2}/.test(words) ? words : words.charAt(0).toLowerCase() + words.slice(1);
