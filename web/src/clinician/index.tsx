export const WorklistPage = () => <h1>WorklistPage</h1>;
export const PatientsPage = () => <h1>PatientsPage</h1>;
export const PatientPage = () => <h1>PatientPage</h1>;
