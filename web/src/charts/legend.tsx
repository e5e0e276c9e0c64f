import type { Course, Day, LaneEvent, Panel } from '../api/types.js';
import { type Audience, dayRange, EVENT_WORDS, sayOnPage } from '../words/index.js';
import { EVENT_ICONS } from './event-icons.js';
import { changeRules, lineOf } from './geometry.js';

const COLOURS: Partial<Record<Course, string>> = {
  worse: 'var(--worse)',
  improving: 'var(--improving)',
  urgent: 'var(--urgent)',
};

/** Names only the marks that this chart has. */
export function Legend(props: {
  panels: readonly Panel[];
  days: readonly Day[];
  audience: Audience;
  kinds: readonly LaneEvent['kind'][];
}) {
  const { panels, days, audience, kinds } = props;
  const changed = changeRules(panels, days)[0]?.panel.change;
  const colour = audience === 'clinician' && changed ? (COLOURS[changed.course] ?? 'var(--data)') : 'var(--data)';
  const usual = panels.find((panel) => panel.usual)?.usual ?? null;
  const has = (test: (day: Panel['days'][number]) => boolean) => panels.some((panel) => panel.days.some(test));
  return (
    <div className="legend">
      {usual && (
        <span>
          <svg width="22" height="10" aria-hidden="true">
            <rect width="22" height="10" fill="var(--band)" />
            <path d="M0 5h22" stroke="var(--band-line)" strokeDasharray="3 3" />
          </svg>
          usual range, from {dayRange(usual.from, usual.to)} (marked)
        </span>
      )}
      <span>
        <svg width="12" height="12" aria-hidden="true">
          <circle cx="6" cy="6" r="2.4" fill="var(--data-soft)" />
        </svg>
        one day
      </span>
      {panels.some((panel) => lineOf(panel, days).some((value) => value != null)) && (
        <span>
          <svg width="22" height="10" aria-hidden="true">
            <path d="M0 5h22" stroke="var(--data)" strokeWidth="2" />
          </svg>
          {sayOnPage('charts.legendLine')}
        </span>
      )}
      {changed && (
        <>
          <span>
            <svg width="22" height="10" aria-hidden="true">
              <path d="M0 5h22" stroke={colour} strokeWidth="3" />
            </svg>
            {sayOnPage('charts.legendLevel')}
          </span>
          <span>
            <svg width="10" height="12" aria-hidden="true">
              <path d="M1 1v11M1 1h8L6.200 5l2.800 4H1z" fill={colour} stroke={colour} />
            </svg>
            {sayOnPage('charts.legendFlag')}
          </span>
        </>
      )}
      {panels.some(({ target }) => target !== null) && (
        <span>
          <svg width="22" height="10" aria-hidden="true">
            <path d="M0 5h22" stroke="var(--sprint)" strokeWidth="1.5" strokeDasharray="1 4" />
          </svg>
          {sayOnPage('charts.legendTarget')}
        </span>
      )}
      {has((d) => d.value !== null && (d.late || d.state === 'late' || d.state === 'partial')) && (
        <span>
          <svg width="12" height="12" aria-hidden="true">
            <circle cx="6" cy="6" r="3.4" fill="none" stroke="var(--data-soft)" strokeWidth="1.5" />
          </svg>
          late entry, or day not over
        </span>
      )}
      {has((d) => d.state === 'low') && (
        <span>
          <svg width="12" height="14" aria-hidden="true">
            <circle cx="6" cy="4" r="2.2" fill="var(--data-soft)" />
            <path d="M2.500 8.500l3.500 3.500 3.500-3.500" fill="none" stroke="var(--data-soft)" strokeWidth="1.5" />
          </svg>
          worn, truly low
        </span>
      )}
      {has((d) => d.state === 'notSynced' || d.state === 'stalled') && (
        <span>
          <svg width="16" height="12" aria-hidden="true">
            <rect x=".5" y=".5" width="15" height="11" fill="none" stroke="var(--hatch)" strokeDasharray="2 3" />
          </svg>
          not synced
        </span>
      )}
      {has((d) => d.state === 'notWorn') && (
        <span>
          <svg width="16" height="12" aria-hidden="true">
            <path d="M0 6 6 0M0 12 12 0M6 12 16 2M12 12l4-4" stroke="var(--hatch)" strokeWidth="1.3" />
          </svg>
          not worn
        </span>
      )}
      {kinds.map((kind) => {
        const Icon = EVENT_ICONS[kind];
        return (
          <span key={kind}>
            <Icon className="i" aria-hidden="true" />
            {EVENT_WORDS[kind].toLowerCase()}
          </span>
        );
      })}
    </div>
  );
}
