export type { DayCell } from './DayCell';
export { DeliveryRollup, type CellChange } from './DeliveryRollup';
export {
  summariseCells,
  type RolledMetrics,
  type RolledRate,
} from './summariseCells';
