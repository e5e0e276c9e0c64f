import type { Upload } from '../api/types.js';
import { phrase } from './phrases.js';

/** Why a file was not taken, or waits. What the server says itself stands where there are no words for its code. */
export const uploadWhy = ({ error, errorCode }: Pick<Upload, 'error' | 'errorCode'>): string =>
  phrase('file.why', { code: errorCode ?? '' }) || error || phrase('file.unknown');
