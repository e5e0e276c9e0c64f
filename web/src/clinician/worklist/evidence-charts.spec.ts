import { describe, expect, it } from '@jest/globals';
import type { MetricId } from '../../../../src/metrics/index.js';
import type { AlertDetail, Panel, SeriesView } from '../../api/types.js';
import { chartPanels } from './evidence-charts.js';

const panel = (metric: MetricId, value: number | null = 5) =>
  ({ metric, days: [{ value, state: 'ok' }] }) as unknown as Panel;
const view = (...panels: Panel[]) => ({ panels, events: [] }) as unknown as SeriesView;
const steps = {
  type: 'trend',
  metric: 'steps',
  alsoMoved: [{ metric: 'sleepDuration' }],
  notMoved: [{ metric: 'painIntensity' }],
} as unknown as AlertDetail['evidence'];
const visit = { type: 'visit' } as unknown as AlertDetail['evidence'];

describe('panels below one another', () => {
  it('begin with the concern and its company, then what the person says in questionnaires', () => {
    // PEG is asked weekly, the others less often: all of them are questionnaires.
    const known = view(
      panel('pegScore'),
      panel('phq9Score'),
      panel('isiScore'),
      panel('steps'),
      panel('sleepDuration'),
    );
    expect(chartPanels(steps, known)).toEqual(['steps', 'sleepDuration', 'painIntensity', 'pegScore', 'phq9Score']);
  });
  it('show no questionnaire that nobody has answered', () => {
    expect(chartPanels(steps, view(panel('steps'), panel('pegScore', null)))).not.toContain('pegScore');
  });
  it('show what there is for a concern that no series shows', () => {
    expect(chartPanels(visit, view(panel('steps'), panel('painIntensity'), panel('pegScore')))).toEqual([
      'steps',
      'painIntensity',
      'pegScore',
    ]);
  });
});
