export { readMonthlyPrices, type MonthlyPrices } from './readMonthlyPrices';
