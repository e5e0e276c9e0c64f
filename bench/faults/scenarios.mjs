import { pages } from './pages.mjs';
import { calls } from './calls.mjs';
import { deliveries } from './deliveries.mjs';
import { nodes } from './nodes.mjs';

/** In the order of the table of faults: `{ fault, title, demand, play(tools) }`, which answers figures. */
export const SCENARIOS = [...calls, ...deliveries, ...nodes, ...pages].sort(
  (a, b) => Number(a.fault.slice(1)) - Number(b.fault.slice(1)),
);
