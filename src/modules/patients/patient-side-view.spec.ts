import { expect, it } from '@jest/globals';
import { forPatientSide } from './patient-side-view.js';

const goals = [
  { metric: 'steps', baseline: 5000, target: 7000, course: 'worse' },
  { metric: 'painIntensity', baseline: 6, target: 4, course: 'plateau' },
];
const detail = {
  course: 'worse',
  headline: { key: 'trend.changed', facts: {} },
  openAlerts: 2,
  sprint: { id: 's1', metrics: goals },
  nextSprint: { id: 's2', metrics: goals },
} as unknown as Parameters<typeof forPatientSide>[0];

it.each([
  [true, ['steps', 'painIntensity']],
  [false, ['steps']],
])(
  'the sprint of now and the next one name scores to whoever sees answers (%p), and nothing of the team’s judgement',
  (sees, metrics) => {
    const { sprint, nextSprint, ...others } = forPatientSide(detail, sees);
    expect([sprint, nextSprint].map((one) => one!.metrics.map(({ metric }) => metric))).toEqual([metrics, metrics]);
    for (const { course } of [...sprint!.metrics, ...nextSprint!.metrics]) expect(course).toBe('none');
    expect(others).toMatchObject({ course: 'none', headline: null, openAlerts: 0 });
  },
);

it('a patient without a sprint has none', () => {
  expect(forPatientSide({ ...detail, sprint: null, nextSprint: null }, false)).toMatchObject({
    sprint: null,
    nextSprint: null,
  });
});
