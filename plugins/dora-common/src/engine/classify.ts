import { shareEnvironment } from './collectDeployments';
import type { Deployment, DeploymentKind } from './types';

/** What a deployment is, and what a rollback undid. */
export interface Classified {
  kind: DeploymentKind;
  restores?: string;
  /** The deployment that a rollback shows to have failed: the first after the one it restored. */
  blames?: string;
}

/**
 * What runs: artifacts, else the revision; with its configuration, where both say which. If nothing else
 * is known, the same configuration runs the same.
 */
function isSameContent(a: Deployment, b: Deployment): boolean {
  const knowsConfig =
    a.configRevision !== undefined && b.configRevision !== undefined;
  if (knowsConfig && a.configRevision !== b.configRevision) return false;
  if (a.artifacts.length && b.artifacts.length) {
    return a.artifacts.join('\n') === b.artifacts.join('\n');
  }
  if (a.revision !== undefined && b.revision !== undefined) {
    return a.revision === b.revision;
  }
  return knowsConfig;
}

/** Which version of the source runs: the revision, else artifacts. */
function isSameVersion(a: Deployment, b: Deployment): boolean {
  if (a.revision !== undefined && b.revision !== undefined) {
    return a.revision === b.revision;
  }
  return (
    a.artifacts.length > 0 && a.artifacts.join('\n') === b.artifacts.join('\n')
  );
}

/** The names that a deployment's version may be found by. */
function versionsOf({ revision, artifacts }: Deployment): string[] {
  const names = artifacts.length ? [`a ${artifacts.join('\n')}`] : [];
  return revision === undefined ? names : [...names, `r ${revision}`];
}

/** The deployments that touched production so far, and their versions. */
class Past {
  readonly #touched: Deployment[] = [];
  readonly #succeeded = new Set<string>();

  add(deployment: Deployment) {
    if (!deployment.touchedProduction) return;
    this.#touched.push(deployment);
    if (deployment.result !== 'succeeded') return;
    versionsOf(deployment).forEach(name => this.#succeeded.add(name));
  }

  previous(deployment: Deployment): Deployment | undefined {
    return this.#touched.findLast(other => shareEnvironment(other, deployment));
  }

  /** The latest success with the same version, and the first that came after it with another. */
  undoneBy(deployment: Deployment): Pick<Classified, 'restores' | 'blames'> {
    if (!versionsOf(deployment).some(name => this.#succeeded.has(name))) {
      return {};
    }
    let blamed: Deployment | undefined;
    for (let index = this.#touched.length - 1; index >= 0; index -= 1) {
      const other = this.#touched[index];
      if (!shareEnvironment(other, deployment)) continue;
      if (!isSameVersion(other, deployment)) blamed = other;
      else if (other.result === 'succeeded') {
        return blamed ? { restores: other.id, blames: blamed.id } : {};
      }
    }
    return {};
  }
}

function classifyOne(deployment: Deployment, past: Past): Classified {
  const previous = past.previous(deployment);
  if (previous?.result === 'succeeded' && isSameContent(previous, deployment)) {
    return { kind: 'redeploy' };
  }
  if (deployment.result === 'succeeded') {
    const undone = past.undoneBy(deployment);
    if (undone.restores) return { kind: 'rollback', ...undone };
  }
  return { kind: deployment.declaredKind ?? 'standard' };
}

/**
 * The kind of each deployment, by id: the same content again is a redeploy, an earlier version again
 * after another one touched production is a rollback.
 *
 * @param deployments - of one component, in order
 */
export function classify(
  deployments: readonly Deployment[],
): Map<string, Classified> {
  const kinds = new Map<string, Classified>();
  const past = new Past();
  for (const deployment of deployments) {
    const classified = classifyOne(deployment, past);
    kinds.set(deployment.id, classified);
    if (classified.kind !== 'redeploy') past.add(deployment);
  }
  return kinds;
}
