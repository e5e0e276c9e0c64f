import type { Panel, SprintSpan } from '../api/types.js';
import { figure, measure, signedAmount, type Audience } from '../words/index.js';
import { isSparse, levelNow, spread, xEnd, type Frame, type Scale } from './geometry.js';
import { PLOT_PAD } from './panel-plot.js';

interface Label {
  at: number;
  text: string;
  kind: 'value' | 'delta' | 'usual' | 'target';
}

/** To the right of a panel: where it stands, by how much that differs, what is usual and what is aimed at. */
export function EndLabels(props: {
  panel: Panel;
  scale: Scale;
  frame: Frame;
  height: number;
  sprint: SprintSpan | null;
  audience: Audience;
}) {
  const { panel, scale, frame, height, audience } = props;
  const labels = labelsOf(props);
  const y = (v: number) =>
    PLOT_PAD + height - ((Math.max(scale.min, Math.min(scale.max, v)) - scale.min) / (scale.max - scale.min)) * height;
  const tops = spread(
    labels.map((l) => y(l.at) + (l.kind === 'delta' ? 14 : 0)),
    14,
    PLOT_PAD,
    height + PLOT_PAD,
  );
  return (
    <div className="ends" aria-hidden="true" data-metric={panel.metric} data-audience={audience}>
      {labels.map((label, i) => (
        <span key={label.kind} className={`end-${label.kind}`} style={{ left: xEnd(frame) + 8, top: tops[i]! - 8 }}>
          {label.text}
        </span>
      ))}
    </div>
  );
}

function labelsOf(props: { panel: Panel; frame: Frame; sprint: SprintSpan | null; audience: Audience }): Label[] {
  const { panel, frame, sprint, audience } = props;
  const labels: Label[] = [];
  const now = levelNow(panel);
  const says = (v: number) => (audience === 'clinician' ? figure(panel.metric, v) : measure(panel.metric, v, audience));
  if (!frame.narrow && sprint && panel.target !== null)
    labels.push({ at: panel.target, text: `target ${says(panel.target)}`, kind: 'target' });
  if (!frame.narrow && panel.usual)
    labels.push({ at: panel.usual.middle, text: `usual ${says(panel.usual.middle)}`, kind: 'usual' });
  if (now !== null) {
    const unit = panel.metric === 'sleepDuration' && audience === 'clinician' ? ' h' : '';
    labels.push({ at: now, text: `${says(now)}${unit}`, kind: 'value' });
    const late = isSparse(panel.metric) && panel.days.findLast((d) => d.value !== null)?.late === true;
    if (!frame.narrow && late) labels.push({ at: now, text: 'late, not counted', kind: 'delta' });
    else if (!frame.narrow && panel.usual && audience === 'clinician' && movedAtAll(panel, now)) {
      const least = panel.meaningful.absolute;
      const small = panel.change === null && least !== null && Math.abs(now - panel.usual.middle) < least;
      const counts = panel.range && small ? ', too small' : '';
      const moved = signedAmount(panel.metric, now, panel.usual.middle);
      labels.push({ at: now, text: `${moved}${counts}`, kind: 'delta' });
    }
  }
  return labels;
}

/** A difference that would be written as nought is not worth a line. */
const movedAtAll = (panel: Panel, now: number): boolean =>
  panel.usual !== null && !/^[+−]0(\.0)?( |$)/.test(signedAmount(panel.metric, now, panel.usual.middle));
