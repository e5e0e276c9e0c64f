export { SeriesChart } from './series-chart.js';
