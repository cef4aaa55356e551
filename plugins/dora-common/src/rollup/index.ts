export {
  DayFinder,
  dayCellOf,
  dayCells,
  type DayCell,
  type DayCount,
  type DaySketch,
} from './DayCell';
export {
  ComponentRollup,
  type ComponentChange,
  type DatedDeployment,
  type DayChange,
} from './ComponentRollup';
export { DeliveryRollup, type CellChange } from './DeliveryRollup';
export { DeliverySum, type DeliverySumData } from './DeliverySum';
export {
  summariseCells,
  summariseSum,
  type RolledMetric,
  type RolledMetrics,
  type RolledPercentiles,
  type RolledRate,
} from './summariseSum';
