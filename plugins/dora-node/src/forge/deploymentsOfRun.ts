import {
  deploymentFactSchema,
  expandPipelineRun,
  type FactInput,
} from '@cairn/plugin-dora-common';
import type { Translation, TranslationContext } from '../collectors';
import {
  deployedBy,
  resolveComponent,
  TOLD_BY_ANOTHER,
  type ComponentEntry,
} from '../directory';

type DeploymentInput = Extract<FactInput, { type: 'deployment' }>;

/** A deployment from a repository, before it is known of which components. @public */
export interface RepositoryRun
  extends Omit<DeploymentInput, 'type' | 'component'> {
  /** What it says it deployed. */
  components?: readonly string[];
}

function toFact(run: RepositoryRun, uid: string): DeploymentInput {
  const { components, ...fact } = run;
  return { ...fact, type: 'deployment', component: uid };
}

async function expand(
  run: RepositoryRun,
  found: readonly ComponentEntry[],
  context: TranslationContext,
): Promise<Translation> {
  const [first] = found;
  const repository = first?.definition.repository;
  const fact = deploymentFactSchema.parse(toFact(run, 'unknown'));
  if (repository === undefined || fact.result === undefined) {
    return {
      facts: [],
      ignored: 'What a run of several components touched is asked at its end.',
    };
  }
  const ledger = await context.ledgerOfRepository(repository);
  const lastSuccess = new Map<string, string | undefined>();
  const successes = [...ledger.deployments.values()]
    .filter(
      row =>
        row.source === fact.source &&
        row.environment === fact.environment &&
        row.result === 'succeeded' &&
        (row.finishedAt ?? row.at) < (fact.finishedAt ?? fact.at),
    )
    .sort((a, b) => (a.finishedAt ?? a.at) - (b.finishedAt ?? b.at));
  for (const { component, revision } of successes) {
    lastSuccess.set(component, revision);
  }
  const { component, ...rest } = fact;
  const facts = expandPipelineRun(
    { ...rest, repository },
    {
      components: found.map(({ definition }) => definition),
      commits: ledger.commits,
      lastSuccess,
    },
  );
  return {
    facts,
    ...(facts.length === 0 && { ignored: 'The run touched no component.' }),
  };
}

/**
 * Deployments of the components that a run of a repository deployed: those that it names, else the only
 * one of the repository, else those whose files changed since it last succeeded.
 *
 * @public
 */
export async function deploymentsOfRun(
  run: RepositoryRun,
  found: readonly ComponentEntry[],
  context: TranslationContext,
): Promise<Translation> {
  const { source, components: names = [] } = run;
  if (names.length > 0) {
    const resolved = names.map(name => resolveComponent([name], context));
    const release =
      names.length > 1 ? { releaseId: `${run.source}/${run.externalId}` } : {};
    return {
      facts: resolved.flatMap(({ found: entry }) =>
        entry && deployedBy(source, [entry]).length > 0
          ? [{ ...release, ...toFact(run, entry.definition.uid) }]
          : [],
      ),
      unmatched: resolved.flatMap(({ problem }) => problem ?? []),
    };
  }
  const told = deployedBy(source, found);
  if (told.length === 0) return { facts: [], ignored: TOLD_BY_ANOTHER };
  if (found.length === 1) {
    return { facts: [toFact(run, found[0].definition.uid)] };
  }
  return expand(run, told, context);
}
