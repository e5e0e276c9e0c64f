import type { Letter } from '../../platform/mail/letters.js';

/** Says that it happened and where to look. Neither who nor whom: a mail is read by others. */
export const glassLetter = (publicUrl: string): Letter => ({
  subject: 'A record was opened by break-glass access',
  text: [
    'Somebody of your clinic opened the record of a patient who is not theirs, and gave a reason.',
    `Administrators find it in the review list: ${publicUrl}/reviews`,
    'This mail holds no data of the patient on purpose.',
    '',
  ].join('\n\n'),
});
