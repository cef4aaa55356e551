export type { FileChange } from './editTree';
export { GitClone, type CommitDetails, type GitPerson } from './GitClone';
export { PushRefusedError } from './gitFailure';
export { GitRemote, type ReadFile } from './GitRemote';
