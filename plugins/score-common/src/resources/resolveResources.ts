import type { KubernetesObject } from '@cairn/plugin-platform-common';
import { isSameJson, sortedEntries, type JsonObject } from '../json';
import type { Problems } from '../parse/Problems';
import type { ScoreResource, ScoreWorkload } from '../parse/workloadSchema';
import { substituteDeep, type Substitution } from '../placeholders/substitute';
import type { Output, Provisioner, ScoreEnvironment } from '../types';
import { DEFAULT_CLASS } from './annotations';
import { findProvisioner } from './findProvisioner';
import { makeClaim } from './makeClaim';
import type { ResolvedResource } from './ResolvedResource';

/** What resolving takes. */
export interface ResolveOptions {
  workload: ScoreWorkload;
  environment: ScoreEnvironment;
  provisioners: readonly Provisioner[];
  /** Namespace and labels of a claim: the workload's own, or one it shares with other workloads. */
  metadata: Record<
    'own' | 'shared',
    Omit<KubernetesObject['metadata'], 'name'>
  >;
  problems: Problems;
}

/** The resources of a workload, and what their placeholders stand for. */
export interface Resources {
  items: ResolvedResource[];
  substitution: Substitution;
}

function builtInOutputs(
  name: string,
  type: string,
  params: JsonObject,
  { workload, environment }: ResolveOptions,
  id?: string,
): Record<string, Output> {
  const text = (value: string): Output => ({ kind: 'text', value });
  if (type === 'dns') {
    const own =
      name === 'dns'
        ? workload.metadata.name
        : `${workload.metadata.name}-${name}`;
    const host = `${id ?? own}.${environment.domain}`;
    const scheme = environment.ingress.clusterIssuer ? 'https' : 'http';
    return { host: text(host), url: text(`${scheme}://${host}`) };
  }
  if (type === 'service') {
    const service =
      typeof params.name === 'string' && params.name !== ''
        ? params.name
        : name;
    return {
      name: text(service),
      host: text(`${service}.${environment.namespace}.svc.cluster.local`),
    };
  }
  return {};
}

/** Two entries with the same type, class and id are one resource. */
function checkShared(options: ResolveOptions): void {
  const seen = new Map<string, [string, ScoreResource]>();
  for (const [name, resource] of sortedEntries(options.workload.resources)) {
    if (resource.id === undefined) {
      continue;
    }
    const { type, class: wanted = DEFAULT_CLASS, id } = resource;
    const key = [type, wanted, id].join('/');
    const [other, first] = seen.get(key) ?? [];
    if (!first || !other) {
      seen.set(key, [name, resource]);
    } else if (!isSameJson(first.params ?? {}, resource.params ?? {})) {
      options.problems.add(['resources', name, 'params'], {
        message: `${name} and ${other} are one resource by type, class and id, but ask for different things.`,
        mend: 'Give both the same params, or one of them another id.',
      });
    }
  }
}

/**
 * Provides for every resource of a workload, those first that others refer to. What has no
 * provisioner, and what needs itself, is a problem.
 */
export function resolveResources(options: ResolveOptions): Resources {
  const { workload, provisioners, problems, metadata } = options;
  const all = workload.resources ?? {};
  const done = new Map<string, ResolvedResource | undefined>();
  const underway: string[] = [];
  const substitution: Substitution = {
    metadata: workload.metadata,
    resourceNames: Object.keys(all),
    resource: resolve,
    problems,
  };
  checkShared(options);
  for (const [name] of sortedEntries(all)) {
    resolve(name);
  }
  const items = sortedEntries(all).flatMap(([name]) => done.get(name) ?? []);
  return { items, substitution };

  function resolve(name: string): ResolvedResource | undefined {
    if (done.has(name)) {
      return done.get(name);
    }
    if (underway.includes(name)) {
      const [first] = underway.slice(-1);
      const circle = [...underway.slice(underway.indexOf(name)), name];
      problems.add(['resources', first, 'params'], {
        piece: `\${resources.${name}`,
        message: `Resources need each other: ${circle.join(' → ')}.`,
        mend: 'Remove one of these references.',
      });
      return undefined;
    }
    underway.push(name);
    const resolved = resolveOne(name, all[name]);
    underway.pop();
    done.set(name, resolved);
    return resolved;
  }

  function resolveOne(
    name: string,
    resource: ScoreResource,
  ): ResolvedResource | undefined {
    const provisioner = findProvisioner({
      name,
      resource,
      provisioners,
      problems,
    });
    const path = ['resources', name, 'params'];
    const params = Object.fromEntries(
      Object.entries(resource.params ?? {}).map(([key, value]) => [
        key,
        substituteDeep(value, [...path, key], substitution),
      ]),
    );
    if (!provisioner) {
      return undefined;
    }
    const { by, type } = provisioner;
    if (by.kind === 'built-in') {
      const outputs = builtInOutputs(name, type, params, options, resource.id);
      return { name, provisioner, params, outputs };
    }
    const own = `${workload.metadata.name}-${name}`;
    const made = makeClaim({
      resource: name,
      name: resource.id?.replaceAll('.', '-') ?? own,
      source: by,
      params,
      metadata: resource.id === undefined ? metadata.own : metadata.shared,
      problems,
    });
    return { name, provisioner, params, ...made };
  }
}
