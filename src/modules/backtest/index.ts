/** Back-tests: what another rule or alarm budget would have meant in the clinic's own last year. */
export { BackTestModule } from './backtest.module.js';
