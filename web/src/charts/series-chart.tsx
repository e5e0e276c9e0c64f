import 'uplot/dist/uPlot.min.css';
import { useMemo, useState, type ReactNode } from 'react';
import type { MetricId } from '../../../src/metrics/index.js';
import type { Day, Panel, SeriesView } from '../api/types.js';
import { useKeys } from '../app/keys.js';
import { METRIC_NAMES, METRIC_UNITS, say, weekdayDay, type Audience } from '../words/index.js';
import { ChangeRules } from './change-rules.js';
import { EndLabels } from './end-labels.js';
import { axisDays, dayAtX, frameOf, scaleOf, xOf, type Frame } from './geometry.js';
import { Lane } from './lane.js';
import { Legend } from './legend.js';
import { PanelPlot } from './panel-plot.js';
import { readoutOf } from './readout.js';
import { SeriesTable } from './series-table.js';
import { useWidth } from './use-width.js';

export interface SeriesChartProps {
  view: SeriesView;
  /** Which metrics, in this order; all that the view has when left out. */
  panels?: readonly MetricId[];
  compact?: boolean;
  audience?: Audience;
  /** Enter or a click on a day of one panel. */
  onDay?: (metric: MetricId, day: Day) => void;
  /** Stands before the readout, e.g. a choice of range. */
  controls?: ReactNode;
}

/** Stacked small panels on one time axis with one cursor. Every figure in it is also in the sentences and the table below. */
export function SeriesChart({
  view,
  panels: wanted,
  compact = false,
  audience = 'clinician',
  onDay,
  controls,
}: SeriesChartProps) {
  const panels = useMemo(() => choose(view.panels, wanted), [view.panels, wanted]);
  const [table, setTable] = useState(false);
  const [chosen, setChosen] = useState<Day | null>(null);
  const [row, setRow] = useState(0);
  const index = chosen === null ? -1 : view.days.indexOf(chosen);
  const day = index >= 0 ? index : view.days.length - 1;
  const active = panels[Math.min(row, panels.length - 1)];
  useKeys({ t: () => setTable((open) => !open) });
  if (view.days.length === 0 || !active) return <p className="dim">There are no days to show yet.</p>;

  const readout = readoutOf(panels, day, audience);
  const shown = chosen !== null && index >= 0;
  const spoken = `${weekdayDay(view.days[day]!)}: ${readout.map((r) => `${r.name} ${r.words}`).join(', ')}`;
  const move = (to: number) => setChosen(view.days[Math.max(0, Math.min(view.days.length - 1, to))]!);
  const onKeyDown = (event: React.KeyboardEvent) => {
    const steps: Record<string, () => void> = {
      ArrowLeft: () => move(day - 1),
      ArrowRight: () => move(shown ? day + 1 : day),
      PageUp: () => move(day + 7),
      PageDown: () => move(day - 7),
      Home: () => move(0),
      End: () => move(view.days.length - 1),
      ArrowDown: () => setRow(Math.min(panels.length - 1, row + 1)),
      ArrowUp: () => setRow(Math.max(0, row - 1)),
      Escape: () => setChosen(null),
      ...(onDay && { Enter: () => onDay(active.metric, view.days[day]!) }),
    };
    const step = steps[event.key];
    if (!step || event.metaKey || event.ctrlKey || event.altKey) return;
    event.preventDefault();
    step();
  };

  return (
    <div className={compact ? 'series compact' : 'series'}>
      <div className="ctl">
        {controls}
        <div className="readout" aria-hidden="true">
          {shown ? (
            <>
              <span>
                <b>{weekdayDay(view.days[day]!)}</b>
              </span>
              {readout.slice(0, 4).map((r) => (
                <span key={r.metric}>
                  {r.name} <b>{r.words || 'no value'}</b>
                </span>
              ))}
            </>
          ) : (
            <span className="hidem">Point at a day, or move with ← →</span>
          )}
        </div>
      </div>
      <Stack
        {...{ view, panels, compact, audience, active, shown, day, onKeyDown, spoken }}
        onHover={(i) => move(i)}
        onPick={(i, panel) => {
          move(i);
          setRow(panels.indexOf(panel));
          onDay?.(panel.metric, view.days[i]!);
        }}
        picks={onDay !== undefined}
      />
      {!compact && <Legend view={view} panels={panels} />}
      <ul className={compact ? 'sr' : 'words'}>
        {panels.map((panel) => {
          const words = say(audience === 'patient' ? panel.patientSentence : panel.sentence, audience);
          return words && <li key={panel.metric}>{words}</li>;
        })}
      </ul>
      <details className="tbl" open={table} onToggle={(event) => setTable(event.currentTarget.open)}>
        <summary>Table of all days</summary>
        {table && <SeriesTable view={view} panels={panels} audience={audience} />}
      </details>
    </div>
  );
}

function choose(panels: readonly Panel[], wanted: readonly MetricId[] | undefined): readonly Panel[] {
  if (!wanted) return panels;
  return wanted.flatMap((metric) => panels.find((panel) => panel.metric === metric) ?? []);
}

/** The first panel carries the story and gets the room, unless it is a score of ten steps. */
const heightOf = (position: number, compact: boolean, frame: Frame, panel: Panel): number => {
  if (position === 0 && !panel.range) return frame.narrow ? 110 : compact ? 118 : 154;
  return compact || frame.narrow ? 56 : 72;
};
const DIRECTION = { up: 'higher = better', down: 'higher = worse', none: '' } as const;

function Stack(props: {
  view: SeriesView;
  panels: readonly Panel[];
  compact: boolean;
  audience: Audience;
  active: Panel;
  shown: boolean;
  day: number;
  spoken: string;
  picks: boolean;
  onKeyDown: (event: React.KeyboardEvent) => void;
  onHover: (index: number) => void;
  onPick: (index: number, panel: Panel) => void;
}) {
  const { view, panels, compact, audience, active, shown, day, picks } = props;
  const [ref, width] = useWidth<HTMLDivElement>();
  const frame = useMemo(() => frameOf(width, view.days.length), [width, view.days.length]);
  const scales = useMemo(() => new Map(panels.map((panel, i) => [panel, scaleOf(panel, i === 0 ? 3 : 2)])), [panels]);
  const indexAt = (event: React.MouseEvent) =>
    dayAtX(frame, event.clientX - event.currentTarget.getBoundingClientRect().left);
  return (
    <div
      ref={ref}
      className="chart"
      role="slider"
      tabIndex={0}
      aria-label={`Day on the charts. Left and right move the day${picks ? ', up and down the measure, Enter shows where the number comes from' : ''}`}
      aria-valuemin={0}
      aria-valuemax={view.days.length - 1}
      aria-valuenow={day}
      aria-valuetext={props.spoken}
      onKeyDown={props.onKeyDown}
      onPointerMove={(event) => event.pointerType === 'mouse' && props.onHover(indexAt(event))}
    >
      {width > 0 && (
        <>
          <Lane view={view} frame={frame} />
          <div className="stack">
            {panels.map((panel, position) => {
              const height = heightOf(position, compact, frame, panel);
              const scale = scales.get(panel)!;
              return (
                <div
                  key={panel.metric}
                  className={picks ? 'panel picks' : 'panel'}
                  data-active={picks && panel === active && shown ? '' : undefined}
                  onClick={(event) => props.onPick(indexAt(event), panel)}
                >
                  <div className="ph">
                    <span>
                      <b>{METRIC_NAMES[audience][panel.metric]}</b>{' '}
                      {frame.narrow ? METRIC_UNITS[panel.metric].short : METRIC_UNITS[panel.metric].long}
                    </span>
                    <span>{DIRECTION[panel.better]}</span>
                  </div>
                  <div className="pp">
                    <PanelPlot
                      {...{ panel, scale, frame, height, audience }}
                      days={view.days}
                      sprint={view.sprint}
                      first={position === 0}
                    />
                    <EndLabels {...{ panel, scale, frame, height, audience }} sprint={view.sprint} />
                  </div>
                </div>
              );
            })}
            <ChangeRules {...{ view, panels, frame, audience }} />
            {shown && <i className="cursor" style={{ left: xOf(frame, day) }} />}
          </div>
          <Axis view={view} frame={frame} />
        </>
      )}
    </div>
  );
}

function Axis({ view, frame }: { view: SeriesView; frame: Frame }) {
  return (
    <div className="axis" aria-hidden="true">
      {axisDays(frame, view.days).map(({ index, x }) => (
        <span key={index} style={{ left: x }}>
          {weekdayDay(view.days[index]!).replace(/^\S+ /, '')}
        </span>
      ))}
      <span className="to">{weekdayDay(view.to).replace(/^\S+ /, '')}</span>
    </div>
  );
}
