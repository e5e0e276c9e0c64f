export { AppsPage } from './apps-page.js';
export { BudgetPage } from './budget-page.js';
export { TeamPage } from './team-page.js';
