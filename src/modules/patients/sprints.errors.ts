import { DomainError } from '../../platform/http/domain-error.js';
import { SPRINT_DAYS, type SprintRefusal } from './sprint-change.js';

export const sprintExists = () => new DomainError('SPRINT_EXISTS', 409, 'A sprint with this id exists already.');

export const sprintTakenBack = () =>
  new DomainError(
    'SPRINT_TAKEN_BACK',
    409,
    'This sprint was taken back meanwhile. If it is wanted after all, set it anew.',
  );

/** @param path - the day that would have to be another */
export const sprintOverlaps = (path: 'startsOn' | 'endsOn') =>
  new DomainError('SPRINT_OVERLAPS', 409, 'Another sprint of this patient touches these days.', [
    { path, message: 'overlaps another sprint' },
  ]);

const LENGTH = `must make it ${SPRINT_DAYS.least} to ${SPRINT_DAYS.most} days long, first and last day counted`;
const REFUSALS: Record<SprintRefusal, () => DomainError> = {
  SPRINT_ENDED: () => new DomainError('SPRINT_ENDED', 409, 'This sprint has ended: it stays as it was. Set a new one.'),
  SPRINT_CHANGED: () =>
    new DomainError(
      'SPRINT_CHANGED',
      409,
      'Somebody changed this sprint since you read it. Read it again, then change it.',
    ),
  SPRINT_LAST_DAY_PAST: () =>
    new DomainError('SPRINT_LAST_DAY_PAST', 422, 'The last day is past.', [
      { path: 'endsOn', message: 'must not be past; a sprint can be ended today' },
    ]),
  SPRINT_LENGTH: () =>
    new DomainError('SPRINT_LENGTH', 422, 'The sprint would be too short or too long.', [
      { path: 'endsOn', message: LENGTH },
    ]),
};
export const sprintRefused = (code: SprintRefusal) => REFUSALS[code]();
