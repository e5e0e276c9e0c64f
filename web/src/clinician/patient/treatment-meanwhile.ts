import type { Day, Treatment } from '../../api/types.js';
import { sayAll } from '../../treatments/treatment-list.js';
import { sayOnPage } from '../../words/index.js';

/** Somebody else was faster: what it is now, and that what was typed is still here. */
export const meanwhile = (newer: Treatment, today: Day): Error =>
  new Error(sayOnPage('treatment.meanwhile', { now: sayAll(newer, today) }));
