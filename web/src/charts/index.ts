export { SeriesChart } from './series-chart.js';
export type { SeriesChartProps } from './series-chart.js';
