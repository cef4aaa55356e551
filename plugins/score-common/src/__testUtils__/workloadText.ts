import type { KubernetesObject } from '@cairn/plugin-platform-common';
import { render, said } from './platform';

/** Probes of a container, so that nothing is said of missing ones. */
export const PROBES = [
  '    livenessProbe: { exec: { command: [live] } }',
  '    readinessProbe: { exec: { command: [ready] } }',
];

/** A workload with lines of metadata from line 4 on, and of its container. */
export function workload(options: {
  annotations?: string[];
  container?: string[];
  rest?: string[];
}): string {
  const { annotations = [], container = PROBES, rest = [] } = options;
  return [
    'apiVersion: score.dev/v1b1',
    'metadata:',
    '  name: web',
    ...(annotations.length > 0 ? ['  annotations:'] : []),
    ...annotations.map(it => `    ${it}`),
    'containers:',
    '  web:',
    '    image: app:1',
    ...container,
    ...rest,
  ].join('\n');
}

/** Renders, with the problems as lines of text. */
export function rendered(text: string, environmentName = 'dev') {
  const { manifests, problems } = render(text, { environmentName });
  const find = (kind: string): KubernetesObject | undefined =>
    manifests.find(it => it.kind === kind);
  return { manifests, find, problems: said(problems) };
}
