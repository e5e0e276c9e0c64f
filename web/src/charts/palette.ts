/** The colours of the tokens as they are now, for the canvas. Read again whenever the theme changes. */
export interface Palette {
  surface: string;
  line: string;
  ink: string;
  ink2: string;
  ink3: string;
  data: string;
  dataSoft: string;
  band: string;
  bandLine: string;
  hatch: string;
  sprint: string;
  worse: string;
  improving: string;
  plateau: string;
  urgent: string;
}
export function readPalette(from: Element): Palette {
  const style = getComputedStyle(from);
  const token = (name: string) => style.getPropertyValue(`--${name}`).trim();
  return {
    surface: token('surface'),
    line: token('line'),
    ink: token('ink'),
    ink2: token('ink-2'),
    ink3: token('ink-3'),
    data: token('data'),
    dataSoft: token('data-soft'),
    band: token('band'),
    bandLine: token('band-line'),
    hatch: token('hatch'),
    sprint: token('sprint'),
    worse: token('worse'),
    improving: token('improving'),
    plateau: token('plateau'),
    urgent: token('urgent'),
  };
}
export const FONT = '"Atkinson Hyperlegible Next Variable", system-ui, sans-serif';
