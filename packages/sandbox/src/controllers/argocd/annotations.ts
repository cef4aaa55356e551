import type { KubernetesObject } from '../runtime';
import type { SyncPhase } from './types';

const PREFIX = 'argocd.argoproj.io';

/** Asks for a comparison now; `hard` drops caches. */
export const refreshAnnotation = `${PREFIX}/refresh`;

/** Makes an Application take its resources with it. */
export const resourcesFinalizer = `resources-finalizer.${PREFIX}`;

const HELM_HOOKS: Record<string, SyncPhase | undefined> = {
  'pre-install': 'PreSync',
  'pre-upgrade': 'PreSync',
  'post-install': 'PostSync',
  'post-upgrade': 'PostSync',
  'post-delete': 'PostDelete',
};
const DELETE_POLICIES = [
  'HookSucceeded',
  'HookFailed',
  'BeforeHookCreation',
] as const;

/** When a hook is deleted. */
export type HookDeletePolicy = (typeof DELETE_POLICIES)[number];

/** The phases in which a resource is a hook; none for ordinary resources. */
export function hookPhasesOf(object: KubernetesObject): SyncPhase[] {
  const phases = wordsOf(object, `${PREFIX}/hook`) as SyncPhase[];
  if (phases.length > 0) return phases.filter(it => String(it) !== 'Skip');
  return [
    ...new Set(
      wordsOf(object, 'helm.sh/hook')
        .map(word => HELM_HOOKS[word])
        .filter(phase => phase !== undefined),
    ),
  ];
}

/** Whether a resource is a hook of any kind. */
export function isHook(object: KubernetesObject): boolean {
  return hookPhasesOf(object).length > 0;
}

/** Whether a resource is meant to be left out altogether. */
export function isSkipped(object: KubernetesObject): boolean {
  return wordsOf(object, `${PREFIX}/hook`).includes('Skip');
}

/** When a hook is deleted: before it is made again, unless it says otherwise. */
export function deletePoliciesOf(object: KubernetesObject): HookDeletePolicy[] {
  const words = wordsOf(object, `${PREFIX}/hook-delete-policy`);
  const known = DELETE_POLICIES.filter(policy => words.includes(policy));
  return known.length > 0 ? known : ['BeforeHookCreation'];
}

/** The wave in which a resource is applied; 0 unless it says otherwise. */
export function waveOf(object: KubernetesObject): number {
  const text = object.metadata.annotations?.[`${PREFIX}/sync-wave`];
  return Number.parseInt(text ?? '0', 10) || 0;
}

/** Whether a resource, or the operation, has an option such as `Replace=true`. */
export function hasSyncOption(
  object: KubernetesObject | undefined,
  options: readonly string[] | undefined,
  option: string,
): boolean {
  const own = object ? wordsOf(object, `${PREFIX}/sync-options`) : [];
  return own.includes(option) || (options ?? []).includes(option);
}

/** Whether a resource has a compare option such as `IgnoreExtraneous`. */
export function hasCompareOption(
  object: KubernetesObject,
  option: string,
): boolean {
  return wordsOf(object, `${PREFIX}/compare-options`).includes(option);
}

/** Whether a resource's health is not to count. */
export function ignoresHealth(object: KubernetesObject): boolean {
  const name = `${PREFIX}/ignore-healthcheck`;
  return object.metadata.annotations?.[name] === 'true';
}

function wordsOf(object: KubernetesObject, annotation: string): string[] {
  return (object.metadata.annotations?.[annotation] ?? '')
    .split(',')
    .map(word => word.trim())
    .filter(word => word !== '');
}
