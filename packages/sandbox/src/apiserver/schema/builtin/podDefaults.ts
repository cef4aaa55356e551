import { isObject } from '../goValue';

type Fields = Record<string, unknown>;

function listOf(owner: Fields, name: string): Fields[] {
  return Array.isArray(owner[name]) ? (owner[name] as Fields[]) : [];
}

/** `latest` if the image names no tag and no digest. */
function isLatest(image: unknown): boolean {
  const text = String(image ?? '');
  if (!text || text.includes('@')) return false;
  const last = text.slice(text.lastIndexOf('/') + 1);
  const tag = /:(.*)$/.exec(last)?.[1];
  return tag === undefined || tag === 'latest';
}

/** Defaults of a pod's specification that hang on other fields, in place. */
export function podTemplateDefaults(spec: Fields): void {
  const containers = [
    ...listOf(spec, 'containers'),
    ...listOf(spec, 'initContainers'),
    ...listOf(spec, 'ephemeralContainers'),
  ];
  for (const container of containers) {
    container.imagePullPolicy ??= isLatest(container.image)
      ? 'Always'
      : 'IfNotPresent';
    for (const probe of ['livenessProbe', 'readinessProbe', 'startupProbe']) {
      const check = container[probe];
      if (isObject(check) && isObject(check.httpGet)) {
        check.httpGet.path ??= '/';
      }
    }
    if (spec.hostNetwork) {
      for (const port of listOf(container, 'ports')) {
        port.hostPort ??= port.containerPort;
      }
    }
  }
  const serviceAccount = spec.serviceAccountName ?? spec.serviceAccount;
  if (serviceAccount) {
    // The old name of the field is kept in step with the new one.
    spec.serviceAccountName = serviceAccount;
    spec.serviceAccount = serviceAccount;
  }
  for (const volume of listOf(spec, 'volumes')) volumeDefaults(volume);
}

function volumeDefaults(volume: Fields): void {
  if (Object.keys(volume).every(field => field === 'name')) {
    volume.emptyDir = {};
  }
  for (const source of ['secret', 'configMap', 'downwardAPI', 'projected']) {
    const fields = volume[source];
    if (isObject(fields)) fields.defaultMode ??= 0o644;
  }
  if (isObject(volume.hostPath)) volume.hostPath.type ??= '';
}

/** What a Pod gets beyond what the template of a workload gets, in place. */
export function podDefaults(spec: Fields): void {
  podTemplateDefaults(spec);
  for (const container of [
    ...listOf(spec, 'containers'),
    ...listOf(spec, 'initContainers'),
  ]) {
    const { resources } = container;
    if (isObject(resources) && isObject(resources.limits)) {
      resources.requests = {
        ...resources.limits,
        ...(isObject(resources.requests) ? resources.requests : {}),
      };
    }
  }
  spec.enableServiceLinks ??= true;
}
