export const SignInPage = () => <h1>SignInPage</h1>;
export const InvitePage = () => <h1>InvitePage</h1>;
