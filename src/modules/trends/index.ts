/** Daily values become trends: from due days to what changed, with evidence. */
export { TrendsModule } from './trends.module.js';
export { detectLine } from '../../detection/index.js';
