/** A mail: plain text, nothing about health in it, and no name that a wrong reader could learn something from. */
export interface Letter {
  readonly subject: string;
  readonly text: string;
}

export type Notice =
  | 'password-changed'
  | 'email-changed'
  | 'email-change-asked'
  | 'code-app-added'
  | 'code-app-removed'
  | 'recovery-codes-renewed'
  | 'passkey-added'
  | 'passkey-removed';

const NOTICES: Record<Notice, string> = {
  'password-changed': 'The password of your Stepwell account was changed. All other devices were signed out.',
  'email-changed': 'Your Stepwell account now has another e-mail address. This one is no longer used.',
  'email-change-asked':
    'Somebody asked to use another e-mail address for your Stepwell account. It counts once that address has confirmed it.',
  'code-app-added': 'An authenticator app was added to your Stepwell account.',
  'code-app-removed': 'The authenticator app was removed from your Stepwell account.',
  'recovery-codes-renewed': 'New recovery codes were made for your Stepwell account. The old ones no longer work.',
  'passkey-added': 'A passkey was added to your Stepwell account.',
  'passkey-removed': 'A passkey was removed from your Stepwell account.',
};

const letter = (subject: string, ...paragraphs: string[]): Letter => ({
  subject,
  text: `${paragraphs.join('\n\n')}\n`,
});
const NOT_YOU = 'If this was not you, you need do nothing: without the link nothing changes.';

export const invitationLetter = (link: string) =>
  letter(
    'Your invitation to Stepwell',
    'You have been invited to Stepwell. Open this link within 7 days to make your account:',
    link,
  );

export const verifyLetter = (link: string) =>
  letter(
    'Confirm your e-mail address',
    'Open this link within 3 days to confirm that this address is yours. It is needed to help you when you forget your password:',
    link,
    NOT_YOU,
  );

export const changeEmailLetter = (link: string) =>
  letter(
    'Confirm your new e-mail address',
    'Open this link within the hour to use this address for Stepwell:',
    link,
    NOT_YOU,
  );

export const resetLetter = (link: string, minutes: number) =>
  letter(
    'Choose a new password',
    `Somebody asked for a new password for this address. Open this link within ${minutes} minutes to choose one:`,
    link,
    NOT_YOU,
  );

/** For an account that has no password, because an organisation's sign-on opens it. */
export const signsOnElsewhereLetter = (signInUrl: string) =>
  letter(
    'Signing in to Stepwell',
    'Somebody asked for a new password for this address. Your account has none: sign in through your organisation here:',
    signInUrl,
  );

export const noticeLetter = (notice: Notice, signInUrl: string) =>
  letter(
    'A change to your Stepwell account',
    NOTICES[notice],
    `If this was not you, choose a new password at once at ${signInUrl}, and tell your clinic.`,
  );
