export { findCondition, readConditions } from './conditions';
export { deepestFailure } from './deepestFailure';
export type { StateTree } from './deepestFailure';
export { describeOpenCircuit } from './describeReady';
export { describeObjectState } from './describeObjectState';
export { explainError } from './explainError';
export type { ErrorExplanation } from './explainError';
