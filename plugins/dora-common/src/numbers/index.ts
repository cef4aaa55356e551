export { LogSketch, type LogSketchData } from './LogSketch';
export { percentilesOf, quantile, type Percentiles } from './quantile';
