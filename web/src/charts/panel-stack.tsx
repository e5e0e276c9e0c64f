import { useMemo } from 'react';
import type { MetricId } from '../../../src/metrics/index.js';
import type { Panel, SeriesView } from '../api/types.js';
import { changeWords, METRIC_NAMES, METRIC_UNITS, sayPanel, shortDay, type Audience } from '../words/index.js';
import { ChangeRules } from './change-rules.js';
import { EndLabels } from './end-labels.js';
import {
  axisDays,
  changeRules,
  dayAtX,
  frameOf,
  levelNow,
  meaningfulBracket,
  scaleOf,
  xOf,
  type Frame,
} from './geometry.js';
import { Lane } from './lane.js';
import { PanelPlot } from './panel-plot.js';
import { useWidth } from './use-width.js';

const BESIDE_HEIGHT = 72;
/** The first panel carries the story and gets the room, unless it is a score of ten steps. */
const heightOf = (position: number, compact: boolean, frame: Frame, panel: Panel): number => {
  if (position === 0 && !panel.range) return frame.narrow ? 110 : compact ? 118 : 154;
  return compact || frame.narrow ? 56 : 72;
};
const DIRECTION = { up: 'higher = better', down: 'higher = worse', none: '' } as const;

/** Which way is better, and of what size a change counts: over the dots of a score of ten there is no room for words. */
function headWords(panel: Panel, audience: Audience, frame: Frame): string {
  const bracket = audience === 'clinician' && !frame.narrow ? meaningfulBracket(panel) : null;
  const counts =
    bracket && levelNow(panel) !== null
      ? `${changeWords(panel.metric, bracket.size)} ${bracket.size === 1 ? 'counts' : 'count'}`
      : '';
  return [counts, DIRECTION[panel.better]].filter(Boolean).join(' · ');
}

/** One of several panels has a table of its own; all of them are the columns of the common one. */
interface TableChoice {
  id: string;
  of: 'all' | MetricId | null;
  toggle: (metric: MetricId) => void;
}

export function PanelStack(props: {
  view: SeriesView;
  panels: readonly Panel[];
  compact: boolean;
  beside: boolean;
  audience: Audience;
  active: Panel;
  shown: boolean;
  day: number;
  spoken: string;
  picks: boolean;
  onKeyDown: (event: React.KeyboardEvent) => void;
  onHover: (index: number) => void;
  onPick: (index: number, panel: Panel) => void;
  table: TableChoice;
}) {
  const { view, panels, compact, beside, audience, active, shown, day, picks } = props;
  const [ref, width] = useWidth<HTMLDivElement>();
  const frame = useMemo(() => frameOf(width, view.days.length), [width, view.days.length]);
  const scales = useMemo(() => new Map(panels.map((panel, i) => [panel, scaleOf(panel, i === 0 ? 3 : 2)])), [panels]);
  const rules = useMemo(() => changeRules(panels, view.days), [panels, view.days]);
  const indexAt = (event: React.MouseEvent) =>
    dayAtX(frame, event.clientX - event.currentTarget.getBoundingClientRect().left);
  return (
    <div
      ref={ref}
      className="chart"
      onPointerMove={(event) => event.pointerType === 'mouse' && props.onHover(indexAt(event))}
      // A finger that touches the event lane asks for its day; on a panel, the panel answers too.
      onClick={(event) => props.onHover(indexAt(event))}
    >
      {/* The slider lies over the chart instead of around it: what is inside a slider cannot be read or reached. */}
      <div
        className="day-slider"
        role="slider"
        tabIndex={0}
        aria-label={`Day on the charts. Left and right move the day${picks ? ', up and down the measure, Enter shows where the number comes from' : ''}`}
        aria-valuemin={0}
        aria-valuemax={view.days.length - 1}
        aria-valuenow={day}
        aria-valuetext={props.spoken}
        onKeyDown={props.onKeyDown}
      />
      {width > 0 && (
        <>
          <Lane {...{ view, frame, day }} onDay={props.onHover} />
          <div className={beside || rules.length > 0 ? 'stack flagged' : 'stack'}>
            {panels.map((panel, position) => {
              const height = beside ? BESIDE_HEIGHT : heightOf(position, compact, frame, panel);
              const scale = scales.get(panel)!;
              return (
                <div
                  key={panel.metric}
                  className={picks ? 'panel picks' : 'panel'}
                  data-active={picks && panel === active && shown ? '' : undefined}
                  onClick={(event) => props.onPick(indexAt(event), panel)}
                >
                  <div className="ph">
                    <span className="ell">
                      <b>{METRIC_NAMES[audience][panel.metric]}</b>{' '}
                      {frame.narrow ? METRIC_UNITS[panel.metric].short : METRIC_UNITS[panel.metric].long}
                    </span>
                    <span className="grow ph-dir">{headWords(panel, audience, frame)}</span>
                    {panels.length > 1 && !compact && (
                      <button
                        type="button"
                        className="ph-table"
                        aria-expanded={props.table.of === panel.metric}
                        aria-controls={props.table.id}
                        onClick={(event) => {
                          event.stopPropagation();
                          props.table.toggle(panel.metric);
                        }}
                      >
                        Table<span className="sr"> of {METRIC_NAMES[audience][panel.metric]}</span>
                      </button>
                    )}
                  </div>
                  {audience === 'clinician' && <p className={compact ? 'sr' : 'ps'}>{sayPanel(panel, audience)}</p>}
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
            <ChangeRules {...{ rules, frame, audience }} />
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
      {axisDays(frame, view.days, shortDay).map(({ index, x }) => (
        <span key={index} className={index === view.days.length - 1 ? 'to' : undefined} style={{ left: x }}>
          {shortDay(view.days[index]!)}
        </span>
      ))}
    </div>
  );
}
