export const TeamPage = () => <h1>TeamPage</h1>;
