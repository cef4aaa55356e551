export { celProblem, toCel } from './celValues';
export { compileExpression, ExpressionError } from './compileExpression';
export {
  matchResources,
  matchRule,
  matchSelectors,
  selects,
  type LabelSelector,
  type MatchResources,
  type MatchSubject,
  type ResourceRule,
} from './matchResources';
export {
  compileProgram,
  PolicyCompileError,
  type ExpressionProblem,
  type Outcome,
  type PolicyInput,
  type PolicyProgram,
  type PolicySource,
} from './PolicyProgram';
