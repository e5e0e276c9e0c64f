export { AccountPage } from './account-page.js';
export { ForgotPage } from './forgot-page.js';
export { InvitePage } from './invite-page.js';
export { OutboxPage } from './outbox-page.js';
export { ResetPage } from './reset-page.js';
export { SignInPage } from './sign-in-page.js';
export { VerifyPage } from './verify-page.js';
