/** Break-glass access: an hour's look at somebody else's patient, with a reason, told and judged afterwards. */
export { BreakGlassModule } from './break-glass.module.js';
