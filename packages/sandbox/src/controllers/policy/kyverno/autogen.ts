import type { ValidatingPolicySpec } from './types';

/** A kind that pods' policies are carried over to. */
export interface AutogenTarget {
  group: string;
  version: string;
  resource: string;
  kind: string;
}

/** A policy for pods, written anew for the kinds that make pods. */
export interface AutogenConfig {
  targets: AutogenTarget[];
  spec: ValidatingPolicySpec;
}

type ConfigName = 'defaults' | 'cronjobs';

const controllers: Record<string, AutogenTarget & { config: ConfigName }> = {
  daemonsets: target('apps', 'daemonsets', 'DaemonSet'),
  deployments: target('apps', 'deployments', 'Deployment'),
  replicasets: target('apps', 'replicasets', 'ReplicaSet'),
  statefulsets: target('apps', 'statefulsets', 'StatefulSet'),
  jobs: target('batch', 'jobs', 'Job'),
  cronjobs: target('batch', 'cronjobs', 'CronJob', 'cronjobs'),
};

/** Where the pod is inside the kinds of a configuration. */
const podPaths: Record<ConfigName, string> = {
  defaults: 'spec.template',
  cronjobs: 'spec.jobTemplate.spec.template',
};

function target(
  group: string,
  resource: string,
  kind: string,
  config: ConfigName = 'defaults',
) {
  return { group, version: 'v1', resource, kind, config };
}

/**
 * The configurations Kyverno makes of a policy that matches pods only, by the
 * names it gives them in `status.autogen.configs`. Empty for other policies and
 * where `autogen.podControllers.controllers` is empty.
 */
export function autogenConfigs(
  spec: ValidatingPolicySpec,
): Partial<Record<ConfigName, AutogenConfig>> {
  if (!isForPodsOnly(spec)) return {};
  const names =
    spec.autogen?.podControllers?.controllers ?? Object.keys(controllers);
  const configs: Partial<Record<ConfigName, AutogenConfig>> = {};
  for (const config of ['cronjobs', 'defaults'] as const) {
    const targets = Object.entries(controllers)
      .filter(([name, one]) => one.config === config && names.includes(name))
      .map(([, { group, version, resource, kind }]) => ({
        group,
        version,
        resource,
        kind,
      }))
      .sort((a, b) =>
        compare(`${a.group}/${a.resource}`, `${b.group}/${b.resource}`),
      );
    if (targets.length > 0) {
      configs[config] = { targets, spec: rewrite(spec, targets, config) };
    }
  }
  return configs;
}

function isForPodsOnly({ matchConstraints }: ValidatingPolicySpec): boolean {
  const rules = matchConstraints?.resourceRules ?? [];
  const [rule] = rules;
  const only = (list: string[] | undefined, one: string) =>
    list?.length === 1 && list[0] === one;
  return (
    rules.length === 1 &&
    !matchConstraints?.excludeResourceRules?.length &&
    !rule.resourceNames?.length &&
    only(rule.apiGroups, '') &&
    only(rule.apiVersions, 'v1') &&
    only(rule.resources, 'pods')
  );
}

function rewrite(
  spec: ValidatingPolicySpec,
  targets: AutogenTarget[],
  config: ConfigName,
): ValidatingPolicySpec {
  const [{ operations } = { operations: undefined }] =
    spec.matchConstraints?.resourceRules ?? [];
  const groups = [...new Set(targets.map(one => one.group))];
  const { autogen: _autogen, ...rest } = spec;
  return {
    ...moveToTemplate(rest, podPaths[config]),
    matchConstraints: {
      ...spec.matchConstraints,
      resourceRules: groups.map(group => ({
        apiGroups: [group],
        apiVersions: ['v1'],
        operations,
        resources: targets
          .filter(one => one.group === group)
          .map(one => one.resource),
      })),
    },
  };
}

/**
 * Points every expression at the pod inside. The object's own name and namespace
 * stay: templates carry neither.
 */
function moveToTemplate<T>(value: T, podPath: string): T {
  const text = JSON.stringify(value).replace(
    /\b(object|oldObject)\.(spec|metadata(?!\.(?:name|namespace)\b))\b/g,
    `$1.${podPath}.$2`,
  );
  return JSON.parse(text) as T;
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
