export { BudgetPage } from './budget-page.js';
export { ClinicPage } from './clinic/clinic-page.js';
export { RecordsPage } from './records/records-page.js';
export { RotaPage } from './staff/rota-page.js';
export { TeamPage } from './team-page.js';
