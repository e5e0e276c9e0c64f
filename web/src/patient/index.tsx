export const PatientHome = () => <h1>Today</h1>;
export const PatientNumbers = () => <h1>Numbers</h1>;
export const PatientVisits = () => <h1>Visits</h1>;
