export { SignInPage } from './sign-in-page.js';
export { InvitePage } from './invite-page.js';
