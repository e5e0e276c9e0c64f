/** The light colours of the visual language (docs/ui.md), so that a report's chart reads like the product's. */
export const COLOUR = {
  surface: '#FFFFFF',
  line: '#E0DDD5',
  line2: '#8A8D8B',
  ink: '#1A2024',
  ink2: '#48525A',
  ink3: '#626B72',
  data: '#23606F',
  dataSoft: '#5F868F',
  band: '#DDE8E9',
  bandLine: '#62838B',
  hatch: '#808583',
  worse: '#CC5512',
  worseTint: '#FBECE2',
  plateau: '#46267A',
};

export const FONT = 'Atkinson Hyperlegible Next, DejaVu Sans, sans-serif';

/** Pixels. */
export const plot = { total: 860, left: 56, width: 780 };

export function text(x, y, words, { size = 12.5, weight = 400, colour = COLOUR.ink, anchor = 'start' } = {}) {
  const safe = words.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  return `<text x="${x}" y="${y}" font-size="${size}" font-weight="${weight}" fill="${colour}" text-anchor="${anchor}">${safe}</text>`;
}
