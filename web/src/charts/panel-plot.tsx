import { useEffect, useRef } from 'react';
import uPlot from 'uplot';
import { useTheme } from '../app/theme.js';
import { figure } from '../words/index.js';
import { drawOver, drawUnder, type PanelDrawing } from './draw-panel.js';
import { lineOf, TAIL_DAYS } from './geometry.js';
import { FONT, readPalette } from './palette.js';

/** Room above and below the plot, so that dots on the edge are whole. */
export const PLOT_PAD = 6;

/** One panel on a canvas. The words around it are ordinary text of the page. */
export function PanelPlot(props: Omit<PanelDrawing, 'palette'> & { height: number }) {
  const { panel, days, scale, frame, sprint, audience, first, height } = props;
  const host = useRef<HTMLDivElement>(null);
  const { theme } = useTheme();

  useEffect(() => {
    const element = host.current;
    if (!element || frame.width < 80) return;
    const palette = readPalette(document.documentElement);
    const drawing: PanelDrawing = { panel, days, scale, frame, sprint, audience, first, palette };
    const plot = new uPlot(optionsOf(drawing, height), [days.map((_, i) => i), lineOf(panel, days)], element);
    // The canvas may have been drawn with the fallback font.
    void document.fonts?.ready.then(() => plot.redraw(false));
    return () => plot.destroy();
  }, [panel, days, scale, frame, sprint, audience, first, height, theme]);

  return <div ref={host} className="plot" style={{ height: height + 2 * PLOT_PAD }} aria-hidden="true" />;
}

function optionsOf(d: PanelDrawing, height: number): uPlot.Options {
  const { frame, scale, palette, panel } = d;
  return {
    width: frame.width,
    height: height + 2 * PLOT_PAD,
    padding: [PLOT_PAD, frame.right, PLOT_PAD, 0],
    legend: { show: false },
    cursor: { show: false },
    scales: {
      x: { time: false, range: [-0.5, frame.days - 0.5 + TAIL_DAYS] },
      y: { range: [scale.min, scale.max] },
    },
    axes: [
      { show: false },
      {
        size: frame.left,
        gap: 8,
        // uPlot multiplies whole numbers of pixels only: of 11.5px it would enlarge the 5 for a fine screen.
        font: `12px ${FONT}`,
        stroke: palette.ink3,
        splits: () => scale.ticks,
        values: (_, splits) => splits.map((v) => tick(panel.metric, v)),
        grid: { stroke: palette.line, width: 1 },
        ticks: { show: false },
      },
    ],
    series: [{}, { stroke: palette.data, width: 2, points: { show: false }, spanGaps: false }],
    hooks: { drawClear: [(u) => drawUnder(u, d)], draw: [(u) => drawOver(u, d)] },
  };
}

const tick = (metric: PanelDrawing['panel']['metric'], value: number): string =>
  metric === 'steps' && value >= 1000
    ? `${value / 1000}k`
    : Number.isInteger(value)
      ? String(value)
      : figure(metric, value);
