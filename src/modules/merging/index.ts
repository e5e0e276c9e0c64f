/** Two records of one person become one, reversibly. */
export { MergingModule } from './merging.module.js';
