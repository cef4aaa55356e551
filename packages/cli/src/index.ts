export { runProgram } from './program';
export type { Terminal } from './io/Terminal';
