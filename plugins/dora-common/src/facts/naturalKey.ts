import type { Fact } from './schemas';

function join(parts: readonly (string | number)[]): string {
  return parts.map(part => encodeURIComponent(part)).join('/');
}

/** What names a deployment in `causedBy`, `fixedBy`, `remediates` and verdicts. @public */
export function deploymentKey(of: {
  source: string;
  environment: string;
  component: string;
  externalId: string;
}): string {
  return join([of.source, of.environment, of.component, of.externalId]);
}

/** What names an incident in `fixes`. @public */
export function incidentKey(of: {
  source: string;
  externalId: string;
}): string {
  return join([of.source, of.externalId]);
}

/** What names a commit. @public */
export function commitKey(repository: string, sha: string): string {
  return join([repository, sha]);
}

/** What names a pull request. @public */
export function pullRequestKey(repository: string, number: number): string {
  return join([repository, number]);
}

/**
 * What a fact is about, unique within its type. Two facts with one key are statements about one
 * thing, however often and from wherever they came.
 *
 * @public
 */
export function naturalKey(fact: Fact): string {
  switch (fact.type) {
    case 'deployment':
      return deploymentKey(fact);
    case 'commit':
      return commitKey(fact.repository, fact.sha);
    case 'pull_request':
      return pullRequestKey(fact.repository, fact.number);
    case 'incident':
    case 'build':
      return incidentKey(fact);
    case 'verdict':
      return fact.deployment;
    default:
      return fact satisfies never;
  }
}
