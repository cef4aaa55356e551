export { findCondition, readConditions } from './conditions';
