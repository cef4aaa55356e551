import type { Directory, Unmatched } from '../collectors';
import type { ComponentEntry, EnvironmentEntry } from './types';

/** What was found, or why nothing was. @public */
export type Resolution<T> =
  | { found: T; problem?: undefined }
  | { found?: undefined; problem: Unmatched };

/** The environment that a source names, or why it is none that is known. @public */
export function resolveEnvironment(
  name: string,
  directory: Directory,
): Resolution<EnvironmentEntry> {
  const found = directory.environmentOf(name);
  if (found) return { found };
  return {
    problem: {
      reason: 'unknown_environment',
      subject: name,
      detail: `Nothing says whether the environment "${name}" is production.`,
      mend: `Add "${name}" to the aliases of an environment under dora.environments in the configuration.`,
    },
  };
}

/** The components of a repository, or why there are none. @public */
export function resolveRepository(
  repository: string,
  directory: Directory,
): Resolution<readonly ComponentEntry[]> {
  const found = directory.componentsOfRepository(repository);
  if (found.length > 0) return { found };
  return {
    problem: {
      reason: 'no_component',
      subject: repository.toLowerCase(),
      detail: `No component of the catalog has the repository "${repository}".`,
      mend: `Give its component the annotation cairn.dev/repository: ${repository}, or correct its backstage.io/source-location.`,
    },
  };
}

/**
 * The one component that a source means by one of some names, tried in order.
 *
 * @public
 */
export function resolveComponent(
  names: readonly string[],
  directory: Directory,
): Resolution<ComponentEntry> {
  const given = names.filter(name => name.trim() !== '');
  const subject = given[0] ?? 'no name';
  for (const name of given) {
    const found = directory.componentsNamed(name);
    if (found.length === 1) return { found: found[0] };
    if (found.length > 1) {
      return {
        problem: {
          reason: 'ambiguous_component',
          subject,
          detail: `${found.length} components go by the name "${name}".`,
          mend: `Give the one that is meant the annotation cairn.dev/dora-name with a name of its own, and use that at the source.`,
        },
      };
    }
  }
  return {
    problem: {
      reason: 'no_component',
      subject,
      detail: given.length
        ? `No component of the catalog goes by the name ${given
            .map(name => `"${name}"`)
            .join(' or ')}.`
        : 'It does not name a component.',
      mend: given.length
        ? `Give the component that is meant the annotation cairn.dev/dora-name: ${subject}.`
        : 'Let the source name the component.',
    },
  };
}

/** Those of whose deployments a source is to tell. @public */
export function deployedBy(
  source: string,
  entries: readonly ComponentEntry[],
): ComponentEntry[] {
  return entries.filter(
    ({ deploymentSources }) =>
      !deploymentSources || deploymentSources.includes(source),
  );
}

/** Why a deployment that a source told of is not counted. @public */
export const TOLD_BY_ANOTHER =
  'The annotation cairn.dev/deployment-sources of the component names other sources.';
