import type { KubeObject } from '../../types';
import {
  age,
  labelsText,
  listOf,
  numberAt,
  type Part,
  partOf,
  type Printer,
  since,
  textAt,
  valueOf,
} from './cells';

const name = (object: KubeObject) => object.metadata.name;

const ACCESS_MODES: Record<string, string> = {
  ReadWriteOnce: 'RWO',
  ReadOnlyMany: 'ROX',
  ReadWriteMany: 'RWX',
  ReadWriteOncePod: 'RWOP',
};

function accessModes(object: KubeObject, path: string): string {
  const modes = valueOf(object, path);
  return (Array.isArray(modes) ? (modes as string[]) : [])
    .map(mode => ACCESS_MODES[mode] ?? mode)
    .join(',');
}

function volumePhase(object: KubeObject): string {
  return object.metadata.deletionTimestamp
    ? 'Terminating'
    : textAt(object, 'status.phase');
}

function portsText(service: KubeObject): string {
  const ports = listOf(service, 'spec.ports').map(port => {
    const node = numberAt(port, 'nodePort');
    return `${numberAt(port, 'port')}${node ? `:${node}` : ''}/${textAt(
      port,
      'protocol',
      'TCP',
    )}`;
  });
  return ports.join(',') || '<none>';
}

function externalIp(service: KubeObject): string {
  const type = textAt(service, 'spec.type');
  const own = (valueOf(service, 'spec.externalIPs') ?? []) as string[];
  if (type === 'ExternalName') return textAt(service, 'spec.externalName');
  if (type !== 'LoadBalancer') return own.join(',') || '<none>';
  const balanced = listOf(service, 'status.loadBalancer.ingress').map(
    one => textAt(one, 'ip') || textAt(one, 'hostname'),
  );
  return [...balanced, ...own].join(',') || '<pending>';
}

function nodeStatus(node: KubeObject): string {
  const ready = listOf(node, 'status.conditions').find(
    one => one.type === 'Ready',
  );
  const known = ready?.status === 'True' ? 'Ready' : 'NotReady';
  const states = [ready ? known : 'Unknown'];
  if (valueOf(node, 'spec.unschedulable')) states.push('SchedulingDisabled');
  return states.join(',');
}

function nodeRoles(node: KubeObject): string {
  const prefix = 'node-role.kubernetes.io/';
  const roles = Object.keys(node.metadata.labels ?? {})
    .filter(label => label.startsWith(prefix))
    .map(label => label.slice(prefix.length));
  return roles.sort().join(',') || '<none>';
}

function nodeAddress(node: KubeObject, type: string): string {
  const found = listOf(node, 'status.addresses').find(one => one.type === type);
  return found ? textAt(found, 'address') : '<none>';
}

/** An Event of either group. */
function printEvent(event: KubeObject, now: Date): unknown[] {
  const about = partOf(event, event.regarding ? 'regarding' : 'involvedObject');
  const kind = textAt(about, 'kind').toLowerCase();
  const source = partOf(event, event.source ? 'source' : 'deprecatedSource');
  const time = event.eventTime ?? event.metadata.creationTimestamp;
  const first = event.firstTimestamp ?? event.deprecatedFirstTimestamp ?? time;
  const last =
    valueOf(event, 'series.lastObservedTime') ??
    event.lastTimestamp ??
    event.deprecatedLastTimestamp ??
    first;
  const from = [
    textAt(source, 'component') ||
      textAt(event, 'reportingController') ||
      textAt(event, 'reportingComponent'),
    textAt(source, 'host') || textAt(event, 'reportingInstance'),
  ];
  return [
    since(last, now),
    textAt(event, 'type'),
    textAt(event, 'reason'),
    about.name ? `${kind}/${String(about.name)}` : kind,
    textAt(about, 'fieldPath'),
    from.filter(Boolean).join(', '),
    textAt(event, event.note ? 'note' : 'message').trim(),
    since(first, now),
    numberAt(event, 'series.count') ||
      numberAt(event, 'count') ||
      numberAt(event, 'deprecatedCount') ||
      1,
    name(event),
  ];
}

function quotaCells(quota: KubeObject): string[] {
  const hard = partOf(quota, 'status.hard');
  const used = partOf(quota, 'status.used');
  const texts = (limits: boolean) =>
    Object.keys(hard)
      .sort()
      .filter(resource => resource.startsWith('limits.') === limits)
      .map(
        resource =>
          `${resource}: ${String(used[resource] ?? '0')}/${String(
            hard[resource],
          )}`,
      )
      .join(', ');
  return [texts(false), texts(true)];
}

function count(...parts: Part[]): number {
  return parts.reduce((sum, part) => sum + Object.keys(part).length, 0);
}

/** Printers of the core group, by resource. */
export const printCore: Record<string, Printer> = {
  namespaces: (object, now) => [
    name(object),
    textAt(object, 'status.phase'),
    age(object, now),
  ],
  configmaps: (object, now) => [
    name(object),
    count(partOf(object, 'data'), partOf(object, 'binaryData')),
    age(object, now),
  ],
  secrets: (object, now) => [
    name(object),
    textAt(object, 'type'),
    count(partOf(object, 'data')),
    age(object, now),
  ],
  serviceaccounts: (object, now) => [name(object), age(object, now)],
  events: printEvent,
  resourcequotas: (object, now) => [
    name(object),
    ...quotaCells(object),
    age(object, now),
  ],
  services: (object, now) => [
    name(object),
    textAt(object, 'spec.type'),
    textAt(object, 'spec.clusterIP', '<none>'),
    externalIp(object),
    portsText(object),
    age(object, now),
    labelsText(valueOf(object, 'spec.selector')),
  ],
  endpoints: (object, now) => {
    const ends = listOf(object, 'subsets').flatMap(subset =>
      listOf(subset, 'addresses').flatMap(address =>
        listOf(subset, 'ports').map(
          port => `${textAt(address, 'ip')}:${numberAt(port, 'port')}`,
        ),
      ),
    );
    const more = ends.length > 3 ? ` + ${ends.length - 3} more...` : '';
    return [
      name(object),
      ends.length > 0 ? ends.slice(0, 3).join(',') + more : '<none>',
      age(object, now),
    ];
  },
  nodes: (object, now) => [
    name(object),
    nodeStatus(object),
    nodeRoles(object),
    age(object, now),
    textAt(object, 'status.nodeInfo.kubeletVersion'),
    nodeAddress(object, 'InternalIP'),
    nodeAddress(object, 'ExternalIP'),
    textAt(object, 'status.nodeInfo.osImage', '<unknown>'),
    textAt(object, 'status.nodeInfo.kernelVersion', '<unknown>'),
    textAt(object, 'status.nodeInfo.containerRuntimeVersion', '<unknown>'),
  ],
  persistentvolumes: (object, now) => {
    const claim = partOf(object, 'spec.claimRef');
    return [
      name(object),
      textAt(object, 'spec.capacity.storage'),
      accessModes(object, 'spec.accessModes'),
      textAt(object, 'spec.persistentVolumeReclaimPolicy'),
      volumePhase(object),
      claim.name ? `${textAt(claim, 'namespace')}/${String(claim.name)}` : '',
      textAt(object, 'spec.storageClassName'),
      textAt(object, 'spec.volumeAttributesClassName', '<unset>'),
      textAt(object, 'status.reason'),
      age(object, now),
      textAt(object, 'spec.volumeMode', '<unset>'),
    ];
  },
  persistentvolumeclaims: (object, now) => {
    const bound = textAt(object, 'spec.volumeName') !== '';
    return [
      name(object),
      volumePhase(object),
      textAt(object, 'spec.volumeName'),
      bound ? textAt(object, 'status.capacity.storage') : '',
      bound ? accessModes(object, 'status.accessModes') : '',
      textAt(object, 'spec.storageClassName'),
      textAt(object, 'spec.volumeAttributesClassName', '<unset>'),
      age(object, now),
      textAt(object, 'spec.volumeMode', '<unset>'),
    ];
  },
};
