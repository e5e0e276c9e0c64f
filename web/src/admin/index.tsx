export { AuditPage } from './audit-page.js';
export { AppsPage } from './apps-page.js';
export { BudgetPage } from './budget-page.js';
export { RequestsPage } from './requests-page.js';
export { ClinicPage } from './clinic/clinic-page.js';
export { RecordsPage } from './records/records-page.js';
export { RotaPage } from './staff/rota-page.js';
export { TeamPage } from './team-page.js';
