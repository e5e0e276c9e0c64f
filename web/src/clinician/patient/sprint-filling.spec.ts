import { describe, expect, it } from '@jest/globals';
import type { PatientDetail, Sprint } from '../../api/types.js';
import { draftOf } from './sprint-draft.js';
import { findSprintIn, type SprintFilling, takeNewerSprint } from './sprint-filling.js';

const target = (metric: string, value: number) => ({ metric, target: value, baseline: 5, now: null, course: 'none' });
const sprint = (change: object = {}) =>
  ({
    id: 's1',
    version: 1,
    goal: 'Walk to the market',
    startsOn: '2026-11-26',
    endsOn: '2027-01-06',
    metrics: [target('steps', 8000), target('painIntensity', 3)],
    ...change,
  }) as unknown as Sprint;
const filled = (change: Partial<SprintFilling['draft']>): SprintFilling => {
  const opened = sprint();
  return { opened, draft: { ...draftOf(opened), ...change }, newer: null };
};

describe('a correction of a sprint that somebody else was faster than', () => {
  const now = sprint({
    version: 2,
    goal: 'Walk to the lake',
    endsOn: '2026-12-30',
    metrics: [target('steps', 9000), target('mood', 6), target('painIntensity', 3)],
  });

  it('keeps what was typed, takes over all else, and is sent as one of theirs', () => {
    const both = takeNewerSprint(filled({ targets: { steps: '8,500', painIntensity: '3' } }), now);
    expect(both).toMatchObject({ opened: { version: 2 }, newer: { version: 2 } });
    expect(both.draft).toEqual({
      goal: 'Walk to the lake',
      startsOn: '2026-11-26',
      endsOn: '2026-12-30',
      own: ['steps', 'mood', 'painIntensity'],
      targets: { steps: '8,500', mood: '6', painIntensity: '3' },
    });
  });

  it('leaves a target out that was left out, and one in that was chosen', () => {
    const { draft } = takeNewerSprint(filled({ goal: 'Mine', targets: { steps: '8000', sleepDuration: '7' } }), now);
    expect(draft).toMatchObject({ goal: 'Mine', endsOn: '2026-12-30' });
    expect(draft.targets).toEqual({ steps: '9000', mood: '6', sleepDuration: '7' });
  });

  it('says nothing where nobody was', () => {
    const mine = filled({ goal: 'Mine' });
    expect(takeNewerSprint(mine, sprint())).toBe(mine);
  });
});

it('is found as the one that runs or as the next one', () => {
  const patient = { sprint: sprint(), nextSprint: sprint({ id: 's2' }) } as unknown as PatientDetail;
  expect(findSprintIn(patient, 's2')).toBe(patient.nextSprint);
  expect(findSprintIn(patient, 's3')).toBeUndefined();
  expect(findSprintIn({ ...patient, sprint: null, nextSprint: null }, 's1')).toBeUndefined();
});
