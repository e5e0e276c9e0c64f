export { AuditPage } from './audit-page.js';
export { AppsPage } from './apps-page.js';
export { BudgetPage } from './budget-page.js';
export { ConsentTextsPage } from './consent-texts-page.js';
export { ReviewsPage } from './reviews-page.js';
export { RequestsPage } from './requests-page.js';
export { TeamPage } from './team-page.js';
