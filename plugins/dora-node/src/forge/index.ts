export { artifactOf, packageNameOf } from './artifactOf';
export { deploymentsOfRun, type RepositoryRun } from './deploymentsOfRun';
export { factsOfPush, type Push, type PushedCommit } from './factsOfPush';
export {
  DELIVERED_BY_ANNOTATION,
  factsOfRelease,
  factsOfRun,
  WORKFLOW_ANNOTATION,
  type ForgeRelease,
  type ForgeRun,
} from './factsOfRun';
export { isBot } from './isBot';
