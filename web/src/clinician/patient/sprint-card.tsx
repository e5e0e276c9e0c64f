import type { Day, Sprint, SprintMetric } from '../../api/types.js';
import { METRICS } from '../../../../src/metrics/index.js';
import { CourseWord } from '../../ui/index.js';
import { dayRange, figure, METRIC_NAMES } from '../../words/index.js';
import { nowWords } from './sprint-now.js';
import { trackOf, weekShares } from './sprint-track.js';

/** @param today - the patient's: a sprint is counted in their days */
export function SprintCard({ sprint, today }: { sprint: Sprint; today: Day }) {
  const shares = weekShares(sprint.weeks, sprint.startsOn, sprint.endsOn, today);
  return (
    <>
      <div className="sh">
        <h2>Sprint{sprint.state === 'ended' && ', ended'}</h2>
        <span className="small dim">{dayRange(sprint.startsOn, sprint.endsOn)}</span>
      </div>
      <p className="dim">“{sprint.goal}”</p>
      <div
        className="wk"
        role="img"
        aria-label={`Week ${sprint.week} of ${sprint.weeks}`}
        style={{ gridTemplateColumns: `repeat(${sprint.weeks}, 1fr)` }}
      >
        {shares.map((share, i) => (
          <i key={i}>
            <i style={{ width: `${share * 100}%` }} />
          </i>
        ))}
      </div>
      {sprint.metrics.map((metric) => (
        <MetricLine key={metric.metric} metric={metric} />
      ))}
    </>
  );
}

function MetricLine({ metric: m }: { metric: SprintMetric }) {
  const says = (value: number | null) => (value === null ? 'unknown' : figure(m.metric, value));
  const colour = m.course === 'worse' ? 'var(--worse)' : 'var(--data)';
  const track = m.baseline !== null && m.now !== null ? trackOf(m.baseline, m.now, m.target) : null;
  const x = (share: number) => 4 + share * 280;
  return (
    <div className="m">
      <div className="l">
        <b>
          {METRIC_NAMES.clinician[m.metric]}
          {m.metric === 'steps' && ' a day'}
        </b>
        <CourseWord course={m.course} size={14} />
      </div>
      {track && (
        <svg
          className="track"
          width="100%"
          height="22"
          viewBox="0 0 288 22"
          preserveAspectRatio="none"
          aria-hidden="true"
        >
          <path d="M4 11H284" stroke="var(--line)" strokeWidth="4" strokeLinecap="round" />
          <path d={`M${x(track.start)} 11H${x(track.now)}`} stroke={colour} strokeWidth="4" />
          <path d={`M${x(track.start)} 5v12`} stroke="var(--ink-2)" strokeWidth="1.5" />
          <path d={`M${x(track.target)} 3l4 8-4 8-4-8z`} fill="none" stroke="var(--sprint)" strokeWidth="1.6" />
          <circle cx={x(track.now)} cy="11" r="5" fill={colour} stroke="var(--surface)" strokeWidth="2" />
        </svg>
      )}
      <div className="small dim">
        start {says(m.baseline)} · now <b>{nowWords(m)}</b> · target {says(m.target)}
        {METRICS[m.metric].better === 'down' && ', lower = better'}
      </div>
    </div>
  );
}
