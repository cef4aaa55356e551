import type { KubeObject } from '../../types';
import {
  age,
  listOf,
  numberAt,
  partOf,
  type Printer,
  selectorText,
  textAt,
  valueOf,
} from './cells';

const name = (object: KubeObject) => object.metadata.name;

/** Subjects of a binding by kind. */
function subjects(object: KubeObject, kind: string): string {
  return listOf(object, 'subjects')
    .filter(one => one.kind === kind)
    .map(one =>
      kind === 'ServiceAccount'
        ? `${textAt(one, 'namespace')}/${textAt(one, 'name')}`
        : textAt(one, 'name'),
    )
    .join(', ');
}

const binding: Printer = (object, now) => [
  name(object),
  `${textAt(object, 'roleRef.kind')}/${textAt(object, 'roleRef.name')}`,
  age(object, now),
  subjects(object, 'User'),
  subjects(object, 'Group'),
  subjects(object, 'ServiceAccount'),
];

function hosts(ingress: KubeObject): string {
  const all = listOf(ingress, 'spec.rules')
    .map(rule => textAt(rule, 'host'))
    .filter(Boolean);
  const more = all.length > 3 ? ` + ${all.length - 3} more...` : '';
  return all.slice(0, 3).join(',') + more || '*';
}

function sliceCells(slice: KubeObject): string[] {
  const ports = listOf(slice, 'ports').map(port => textAt(port, 'port', '*'));
  const ends = listOf(slice, 'endpoints').flatMap(
    one => (one.addresses ?? []) as string[],
  );
  const more = (all: string[], none: string) =>
    all.length === 0
      ? none
      : all.slice(0, 3).join(',') +
        (all.length > 3 ? ` + ${all.length - 3} more...` : '');
  return [more(ports, '<unset>'), more(ends, '<unset>')];
}

/** Printers of networking, access and classes, by resource. */
export const printPolicies: Record<string, Printer> = {
  'ingresses.networking.k8s.io': (object, now) => [
    name(object),
    textAt(object, 'spec.ingressClassName', '<none>'),
    hosts(object),
    listOf(object, 'status.loadBalancer.ingress')
      .map(one => textAt(one, 'ip') || textAt(one, 'hostname'))
      .join(','),
    listOf(object, 'spec.tls').length > 0 ? '80, 443' : '80',
    age(object, now),
  ],
  'ingressclasses.networking.k8s.io': (object, now) => {
    const parameters = partOf(object, 'spec.parameters');
    const group = textAt(parameters, 'apiGroup');
    return [
      name(object),
      textAt(object, 'spec.controller'),
      parameters.name
        ? `${textAt(parameters, 'kind')}${group && `.${group}`}/${String(
            parameters.name,
          )}`
        : '<none>',
      age(object, now),
    ];
  },
  'networkpolicies.networking.k8s.io': (object, now) => [
    name(object),
    selectorText(valueOf(object, 'spec.podSelector')),
    age(object, now),
  ],
  'endpointslices.discovery.k8s.io': (object, now) => [
    name(object),
    textAt(object, 'addressType'),
    ...sliceCells(object),
    age(object, now),
  ],
  'leases.coordination.k8s.io': (object, now) => [
    name(object),
    textAt(object, 'spec.holderIdentity'),
    age(object, now),
  ],
  'priorityclasses.scheduling.k8s.io': (object, now) => [
    name(object),
    numberAt(object, 'value'),
    valueOf(object, 'globalDefault') === true,
    age(object, now),
    textAt(object, 'preemptionPolicy'),
  ],
  'storageclasses.storage.k8s.io': (object, now) => [
    name(object),
    textAt(object, 'provisioner'),
    textAt(object, 'reclaimPolicy', 'Delete'),
    textAt(object, 'volumeBindingMode', 'Immediate'),
    valueOf(object, 'allowVolumeExpansion') === true,
    age(object, now),
  ],
  'rolebindings.rbac.authorization.k8s.io': binding,
  'clusterrolebindings.rbac.authorization.k8s.io': binding,
};
