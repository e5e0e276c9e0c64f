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
  devices: [
    { sourceId: 1, label: 'Wristband', kind: 'watch', selfReports: false },
    { sourceId: 2, label: 'diary', kind: 'form', selfReports: true },
    { sourceId: 3, label: 'Pain app', kind: 'other', selfReports: true },
    // A form that has not been answered yet reports nothing so far.
    { sourceId: 4, label: 'diary', kind: 'form', selfReports: false },
  ],
  sprint: { id: 's1', metrics: goals },
  nextSprint: { id: 's2', metrics: goals },
} as unknown as Parameters<typeof forPatientSide>[0];

const readBy = (seesAnswers: boolean) => {
  const { sprint, nextSprint, devices, ...others } = forPatientSide(detail, seesAnswers);
  return { sprints: [sprint, nextSprint], devices: devices.map(({ sourceId }) => sourceId), others };
};

it('whoever sees answers reads the sprint of now and the next one, scores among them, and of no course', () => {
  const { sprints, devices } = readBy(true);
  for (const sprint of sprints)
    expect(sprint!.metrics.map(({ metric, course }) => [metric, course])).toEqual([
      ['steps', 'none'],
      ['painIntensity', 'none'],
    ]);
  expect(devices).toEqual([1, 2, 3, 4]);
});

it('without answers there is no word of a goal, and of no diary: neither was shared', () => {
  const { sprints, devices } = readBy(false);
  expect(sprints).toEqual([null, null]);
  expect(devices).toEqual([1]);
});

it.each([true, false])('nobody of them reads the team’s judgement (%p)', (sees) => {
  expect(readBy(sees).others).toMatchObject({ course: 'none', headline: null, openAlerts: 0 });
});

it('a patient without a sprint has none', () => {
  expect(forPatientSide({ ...detail, sprint: null, nextSprint: null }, false)).toMatchObject({
    sprint: null,
    nextSprint: null,
  });
});
