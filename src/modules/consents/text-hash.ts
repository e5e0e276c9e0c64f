import { createHash } from 'node:crypto';
import type { WordedText } from './default-texts.js';

/** SHA-256, in hex, of the words as they are shown: title, an empty line, body. Says which words somebody agreed to. */
export const hashText = ({ title, body }: WordedText): string =>
  createHash('sha256').update(`${title}\n\n${body}`, 'utf8').digest('hex');
