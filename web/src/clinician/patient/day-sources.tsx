import { IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { METRICS, type MetricId } from '../../../../src/metrics/index.js';
import { dayQuery } from '../../api/queries.js';
import type { Day, DayDetail, DayState } from '../../api/types.js';
import { useClinicZone } from '../../app/session.js';
import { Button, Dialog, Failed, Loading } from '../../ui/index.js';
import {
  cityOf,
  clock,
  clockThere,
  DAY_STATE_WORDS,
  figure,
  hours,
  measure,
  METRIC_NAMES,
  phrase,
  sayOnPage,
  weekdayDay,
  sourceName,
} from '../../words/index.js';
import { CorrectedReadings } from './corrected-readings.js';
import { CorrectReading, type Mending } from './correct-reading.js';
import { KeptHours } from './kept-hours.js';

/** Walks a number back: which sources gave it, which of them counted, and the observations themselves. */
export function DaySources(props: {
  patientId: string;
  zone: string;
  metric: MetricId;
  day: Day;
  state: DayState;
  /** May whoever looks mend a reading? */
  mayAct: boolean;
  onClose: () => void;
}) {
  const { patientId, zone, metric, day, state, mayAct, onClose } = props;
  const [mending, setMending] = useState<Mending | null>(null);
  const found = useQuery(dayQuery(patientId, metric, day));
  const region = useRef<HTMLElement>(null);
  useEffect(() => region.current?.focus({ preventScroll: false }), [metric, day]);
  return (
    <section
      className="behind"
      aria-label={`Where ${METRIC_NAMES.clinician[metric]} of ${weekdayDay(day)} comes from`}
      tabIndex={-1}
      ref={region}
    >
      <div className="row">
        <h2 className="grow">
          {METRIC_NAMES.clinician[metric]}, {weekdayDay(day)}
          {found.data &&
            found.data.value !== null &&
            `: ${measure(metric, found.data.value, 'clinician').replace(' a day', '')}`}
        </h2>
        <Button kind="quiet" small icon={<IconX className="i" aria-hidden="true" />} onClick={onClose}>
          Close
        </Button>
      </div>
      {found.error && <Failed part="This day" error={found.error} retry={() => void found.refetch()} />}
      {found.isPending && <Loading rows={3} height={20} />}
      {found.data && <Found detail={found.data} {...{ metric, state, zone }} onMend={mayAct ? setMending : null} />}
      <Dialog
        title={phrase(mending?.how === 'value' ? 'mend.correct' : 'mend.mark')}
        opened={mending !== null}
        onClose={() => setMending(null)}
      >
        {mending && (
          <CorrectReading
            {...{ patientId, metric, zone, mending }}
            onDone={(isMended) => {
              setMending(null);
              // The row that was mended may be gone, and the focus with it.
              if (isMended) region.current?.focus();
            }}
          />
        )}
      </Dialog>
    </section>
  );
}

function Found(props: {
  detail: DayDetail;
  metric: MetricId;
  state: DayState;
  zone: string;
  onMend: ((one: Mending) => void) | null;
}) {
  const { detail, metric, state, zone, onMend } = props;
  const isElsewhere = clockThere(Date.now(), zone, useClinicZone()) !== null;
  const why = DAY_STATE_WORDS[state];
  const allLate = detail.observations.length > 0 && detail.observations.every((o) => o.late);
  return (
    <>
      {why && <p className="dim small">This day: {why}.</p>}
      {allLate && <p className="dim small">{phrase('day.allLate')}</p>}
      {detail.kept && <KeptHours kept={detail.kept} metric={metric} zone={zone} />}
      {detail.pending && <p className="note small">{phrase('day.pending')}</p>}
      {detail.wearMinutes !== null && (
        <p className="dim small">
          {phrase('day.worn', {
            hours: hours(detail.wearMinutes / 60),
            share: Math.round((detail.coverage ?? 0) * 100),
            from: detail.wornFrom ?? 'heart-rate',
          })}
        </p>
      )}
      {detail.sources.length > 0 && (
        <ul className="small sources">
          {detail.sources.map((source) => (
            <li key={source.sourceId}>
              <b>{sourceName(source.label, 'clinician')}</b>{' '}
              {source.value === null ? 'no value' : figure(metric, source.value)}
              <span className="dim">, {countedWords(metric, source.counted)}</span>
              {differenceWords(metric, source)}
            </li>
          ))}
        </ul>
      )}
      {isElsewhere && (detail.observations.length > 0 || detail.kept) && (
        <p className="dim small">{sayOnPage('charts.hoursThere', { city: cityOf(zone) })}</p>
      )}
      {detail.observations.length === 0 ? (
        !detail.kept && <p className="dim small">No observation was received for this day.</p>
      ) : (
        <div className="tblwrap" role="region" aria-label="Observations" tabIndex={0}>
          <table>
            <thead>
              <tr>
                <th scope="col">From</th>
                <th scope="col">To</th>
                <th scope="col">Value</th>
                <th scope="col">{phrase('day.counted')}</th>
                <th scope="col">Source</th>
                <th scope="col">Version</th>
                {onMend && <th scope="col">{phrase('mend.column')}</th>}
              </tr>
            </thead>
            <tbody>
              {detail.observations.map((o) => (
                <tr key={o.id}>
                  <td>{clock(o.startAt, zone)}</td>
                  <td>{clock(o.endAt, zone)}</td>
                  <td>
                    {figure(metric, o.value)} {METRICS[metric].selfReported ? '' : METRICS[metric].unitDisplay}
                  </td>
                  <td className={o.counted === 0 ? 'none' : undefined}>
                    {countedHere(metric, detail, o)}
                    {o.late && !allLate && <span className="dim">, {phrase('day.late')}</span>}
                  </td>
                  <td>{sourceName(o.sourceLabel, 'clinician')}</td>
                  <td>{o.version}</td>
                  {onMend && (
                    <td>
                      <MendButtons reading={o} {...{ metric, zone, onMend }} />
                    </td>
                  )}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <CorrectedReadings corrected={detail.corrected} metric={metric} zone={zone} />
    </>
  );
}

function MendButtons(props: {
  reading: Mending['reading'];
  metric: MetricId;
  zone: string;
  onMend: (one: Mending) => void;
}) {
  const { reading, metric, zone, onMend } = props;
  const named = { at: clock(reading.startAt, zone), value: figure(metric, reading.value) };
  return (
    <span className="row">
      <Button
        kind="quiet"
        small
        aria-label={phrase('mend.correctNamed', named)}
        onClick={() => onMend({ reading, how: 'value' })}
      >
        {phrase('mend.correct')}
      </Button>
      <Button
        kind="quiet"
        small
        aria-label={phrase('mend.markNamed', named)}
        onClick={() => onMend({ reading, how: 'error' })}
      >
        {phrase('mend.mark')}
      </Button>
    </span>
  );
}

/** What of a reading went into the day's number; where nothing did, the reason. */
function countedHere(metric: MetricId, detail: DayDetail, o: DayDetail['observations'][number]): string {
  if (o.counted === null) return phrase('day.unknown');
  if (o.clock) return phrase(o.clock === 'ahead' ? 'day.clockAhead' : 'day.clockReset');
  if (o.counted !== 0 || o.value === 0) return figure(metric, o.counted);
  const own = detail.sources.find((source) => source.sourceId === o.sourceId);
  return phrase(own && own.counted > 0 && own.totalMinusIntervals !== undefined ? 'day.inTotal' : 'day.another');
}

/** A vendor's own total beside what its parts come to: shown, never hidden in a sum. */
function differenceWords(metric: MetricId, source: DayDetail['sources'][number]): string {
  const difference = source.totalMinusIntervals ?? 0;
  const amount = figure(metric, Math.abs(difference));
  if (amount === figure(metric, 0)) return '';
  return `. ${phrase('day.differs', {
    source: sourceName(source.label, 'clinician'),
    total: figure(metric, source.value),
    parts: figure(metric, source.value - difference),
    amount,
    sign: difference > 0 ? 'more' : 'less',
  })}`;
}

/** Two watches on one wrist must not count twice: how much of a source's value went into the day's number. */
const countedWords = (metric: MetricId, counted: number | boolean): string => {
  if (typeof counted === 'boolean') return counted ? 'counted' : 'not counted';
  return counted === 0 ? 'not counted' : `counted ${figure(metric, counted)}`;
};
