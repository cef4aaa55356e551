import type { ComponentDefinition } from '../engine';
import { touches } from '../engine/matchesGlob';
import { commitKey, type DeploymentFact, type Ledger } from '../facts';

/** A run of a pipeline that deploys from one repository and does not say what. @public */
export interface PipelineRun extends Omit<DeploymentFact, 'component'> {
  repository: string;
  /** What it deployed, where it says so. */
  components?: readonly string[];
}

/** What is known beside the run. @public */
export interface PipelineContext {
  components: readonly ComponentDefinition[];
  commits: Ledger['commits'];
  /** The revision of a component's last success by this pipeline, by uid. */
  lastSuccess: ReadonlyMap<string, string | undefined>;
}

type Commits = Ledger['commits'];

function ancestors(
  commits: Commits,
  repository: string,
  revision: string,
): Set<string> {
  const seen = new Set<string>();
  const open = [revision];
  for (let sha = open.pop(); sha !== undefined; sha = open.pop()) {
    if (seen.has(sha)) continue;
    seen.add(sha);
    open.push(...(commits.get(commitKey(repository, sha))?.parents ?? []));
  }
  return seen;
}

/** The commits on one side only, forwards and backwards, so that a rollback counts too. */
function between(
  commits: Commits,
  repository: string,
  ends: [string, string],
): string[] {
  const [from, to] = ends.map(sha => ancestors(commits, repository, sha));
  return [
    ...[...to].filter(sha => !from.has(sha)),
    ...[...from].filter(sha => !to.has(sha)),
  ];
}

/**
 * One run of a pipeline as a deployment of each component that it touched since that component's
 * last success by it. The first run of a component takes it whatever changed; of a run with unknown
 * changed files only components that are a whole repository are taken. All share one release.
 *
 * @public
 */
export function expandPipelineRun(
  run: PipelineRun,
  context: PipelineContext,
): DeploymentFact[] {
  const { repository, components: listed, ...fact } = run;
  const { commits, lastSuccess } = context;
  const isTouched = ({ uid, paths }: ComponentDefinition): boolean => {
    if (listed) return listed.includes(uid);
    if (!lastSuccess.has(uid)) return true;
    const last = lastSuccess.get(uid);
    if (last === undefined || run.revision === undefined) return !paths;
    return between(commits, repository, [last, run.revision]).some(sha =>
      touches(paths, commits.get(commitKey(repository, sha))?.paths),
    );
  };
  return context.components
    .filter(component => component.repository === repository)
    .filter(isTouched)
    .map(({ uid }) => ({
      ...fact,
      component: uid,
      releaseId: fact.releaseId ?? `${fact.source}/${fact.externalId}`,
    }));
}
