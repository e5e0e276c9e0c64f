import type { Caller } from '../../platform/auth/caller.js';
import { TAKE_BACK_DAYS } from './takeback/upload-readings.repository.js';
import type { Upload } from './uploads.repository.js';

const DAY_MS = 86_400_000;

/** Whoever has asked for that wants nothing of it read any more. */
export const isTakenBack = ({ state }: Pick<Upload, 'state'>): boolean =>
  state === 'taking-back' || state === 'taken-back';

/** Not over: somebody receives or reads it, or has died over it. */
export const isUnderWay = ({ state }: Pick<Upload, 'state'>): boolean => state === 'receiving' || state === 'reading';

/** What is told of a file. */
export function toState(upload: Upload) {
  const {
    patientId: _patient,
    kind: _kind,
    createdBy: _creator,
    takenBackBy: _taker,
    keepsReadings,
    sentAt,
    ...state
  } = upload;
  const isOver = state.state === 'done' || state.state === 'failed';
  const until = keepsReadings && isOver ? sentAt.getTime() + TAKE_BACK_DAYS * DAY_MS : null;
  return {
    ...state,
    sentAt: sentAt.toISOString(),
    takeBackUntil: until === null ? null : new Date(until).toISOString(),
  };
}

/** The work goes on after the request has ended, in the name of whoever sent the file and for this patient alone. */
export function backgroundCaller(clinicId: string, upload: Upload): Caller {
  return {
    kind: 'system',
    actor: upload.createdBy,
    personId: null,
    name: 'upload',
    clinicId,
    role: 'system',
    profession: null,
    patientId: upload.patientId,
    sessionId: null,
    scopes: '',
    type: 'Observation',
    interaction: 'create',
    reach: 'own',
    requestId: upload.id,
    act: { patientId: upload.patientId, objectId: upload.id, count: 0, written: false },
  };
}
