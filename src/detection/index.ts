/** Daily series in, trend and evidence out. Pure: no clock, no database, no logging. */
export { detectCase, detectLine, type BenchmarkCase, type BenchmarkResult } from './benchmark-case.js';
export { DetectionInputError } from './detection-input-error.js';
