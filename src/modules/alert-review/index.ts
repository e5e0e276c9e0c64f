/** Looking back on alerts: the panel of a team's week, and what each rule costs and brings. */
export { AlertReviewModule } from './alert-review.module.js';
