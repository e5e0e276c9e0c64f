/** Daily values become trends: from due days to what changed, with evidence. */
export { detectLine } from '../../detection/index.js';
