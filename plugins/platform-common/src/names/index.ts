export { checkLabelName, checkSubdomainName } from './checkName';
export type { NameProblem } from './checkName';
