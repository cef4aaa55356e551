export { foldFacts } from './foldFacts';
export type { DeploymentRow, IncidentRow, Ledger } from './foldFacts';
export {
  commitKey,
  deploymentKey,
  incidentKey,
  naturalKey,
  pullRequestKey,
} from './naturalKey';
export {
  buildFactSchema,
  commitFactSchema,
  deploymentFactSchema,
  factSchema,
  incidentFactSchema,
  parseFact,
  pullRequestFactSchema,
  verdictFactSchema,
} from './schemas';
export type {
  BuildFact,
  CommitFact,
  DeploymentFact,
  Fact,
  FactInput,
  IncidentFact,
  PullRequestFact,
  VerdictFact,
} from './schemas';
