import 'uplot/dist/uPlot.min.css';
import { useEffect, useId, useMemo, useRef, useState, type ReactNode } from 'react';
import type { MetricId } from '../../../src/metrics/index.js';
import type { Day, Panel, SeriesView } from '../api/types.js';
import { useKeys } from '../app/keys.js';
import { METRIC_NAMES, sayOnPage, weekdayDay, type Audience } from '../words/index.js';
import { besidePanels, eventsOn, kindsOf, withWords } from './lane-events.js';
import { Legend } from './legend.js';
import { PanelStack } from './panel-stack.js';
import { readoutOf } from './readout.js';
import { SeriesTable } from './series-table.js';

export interface SeriesChartProps {
  view: SeriesView;
  /** Which metrics, in this order; all that the view has when left out. */
  panels?: readonly MetricId[];
  compact?: boolean;
  /** One of several charts side by side: all of one height, and the page tells once how to move the day. */
  beside?: boolean;
  audience?: Audience;
  /** Enter or a click on a day of one panel. */
  onDay?: (metric: MetricId, day: Day) => void;
  /** Opens with the table of all days. */
  tableFirst?: boolean;
  /** Stands before the readout, e.g. a choice of range. */
  controls?: ReactNode;
}

/** Stacked small panels on one time axis with one cursor. Every figure in it is also in the sentences and the table below. */
export function SeriesChart({
  view: asked,
  panels: wanted,
  compact = false,
  beside = false,
  audience = 'clinician',
  onDay,
  tableFirst = false,
  controls,
}: SeriesChartProps) {
  const panels = useMemo(() => choose(asked.panels, wanted), [asked.panels, wanted]);
  const view = useMemo(
    () => ({ ...asked, events: withWords(besidePanels(asked.events, panels), audience) }),
    [asked, panels, audience],
  );
  const [table, setTable] = useState<'all' | MetricId | null>(tableFirst ? 'all' : null);
  const tableId = useId();
  const tableRef = useRef<HTMLDivElement>(null);
  // A table asked for at one of several panels opens below them all: go there.
  useEffect(() => {
    if (table !== null) tableRef.current?.querySelector<HTMLElement>('.tblwrap')?.focus();
  }, [table]);
  const [chosen, setChosen] = useState<Day | null>(null);
  const [row, setRow] = useState(0);
  const index = chosen === null ? -1 : view.days.indexOf(chosen);
  const day = index >= 0 ? index : view.days.length - 1;
  const active = panels[Math.min(row, panels.length - 1)];
  useKeys({ t: () => setTable((open) => (open ? null : 'all')) });
  if (view.days.length === 0 || !active) return <p className="dim">There are no days to show yet.</p>;

  const readout = readoutOf(panels, day, audience);
  const shown = chosen !== null && index >= 0;
  const happened = eventsOn(view.events, view.days[day]!);
  const told = [...readout.map((r) => `${r.name} ${r.words}`), ...(happened ? [happened] : [])];
  const spoken = `${weekdayDay(view.days[day]!)}: ${told.join(', ')}`;
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
          ) : beside ? null : (
            <span className="hidem">Point at a day, or move with ← →</span>
          )}
        </div>
        {view.events.length > 0 && (
          <p className="happened" aria-hidden="true">
            {shown && happened && (
              <>
                {sayOnPage('charts.events')} <b>{happened}</b>
              </>
            )}
          </p>
        )}
      </div>
      <PanelStack
        {...{ view, panels, compact, beside, audience, active, shown, day, onKeyDown, spoken }}
        onHover={(i) => move(i)}
        onPick={(i, panel) => {
          move(i);
          setRow(panels.indexOf(panel));
          onDay?.(panel.metric, view.days[i]!);
        }}
        picks={onDay !== undefined}
        table={{ id: tableId, of: table, toggle: (metric) => setTable(table === metric ? null : metric) }}
      />
      {!beside && <Legend panels={panels} days={view.days} audience={audience} kinds={kindsOf(view)} />}
      <div id={tableId} ref={tableRef}>
        <details className="tbl" open={table !== null}>
          <summary
            onClick={(event) => {
              event.preventDefault();
              setTable(table === null ? 'all' : null);
            }}
          >
            {table === null || table === 'all'
              ? 'Table of all days'
              : `Table of all days: ${METRIC_NAMES[audience][table]}`}
          </summary>
          {table !== null && (
            <SeriesTable
              view={view}
              panels={table === 'all' ? panels : panels.filter((panel) => panel.metric === table)}
              audience={audience}
              onDay={onDay}
            />
          )}
        </details>
      </div>
    </div>
  );
}

function choose(panels: readonly Panel[], wanted: readonly MetricId[] | undefined): readonly Panel[] {
  if (!wanted) return panels;
  return wanted.flatMap((metric) => panels.find((panel) => panel.metric === metric) ?? []);
}
