import { COMPONENT_LABEL, OWNER_LABEL } from '@cairn/plugin-platform-common';

/** What picks the pods of a workload; it can never change once deployed. */
export function selectorLabels(name: string): Record<string, string> {
  return { 'app.kubernetes.io/name': name, 'app.kubernetes.io/instance': name };
}

/** The labels of what several workloads of a team share; the same whoever renders it. */
export function sharedLabels(owner: string): Record<string, string> {
  return { 'app.kubernetes.io/managed-by': 'cairn', [OWNER_LABEL]: owner };
}

/** The labels of everything a workload is made of. */
export function commonLabels(options: {
  name: string;
  owner: string;
  component: string;
}): Record<string, string> {
  const { name, owner, component } = options;
  return {
    ...selectorLabels(name),
    ...sharedLabels(owner),
    'app.kubernetes.io/part-of': component,
    [COMPONENT_LABEL]: component,
  };
}
