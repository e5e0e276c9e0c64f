export const VisitsPage = () => <h1>Visits</h1>;
export const VisitPage = () => <h1>Visit</h1>;
