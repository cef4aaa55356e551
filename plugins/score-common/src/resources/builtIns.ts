import type { Provisioner } from '../types';

function builtIn(
  type: string,
  title: string,
  description: string,
  outputs: string[],
  className = 'default',
): Provisioner {
  return {
    type,
    class: className,
    title,
    description,
    by: { kind: 'built-in' },
    outputs,
  };
}

/** What rendering makes by itself, with plain Kubernetes objects. */
export const BUILT_IN_PROVISIONERS: readonly Provisioner[] = [
  builtIn('dns', 'Host name', "A host below the environment's domain.", [
    'host',
    'url',
  ]),
  builtIn(
    'route',
    'Route',
    'Lets requests for a host and path in. Parameters: host, path (/), port (number or name of a service port).',
    [],
  ),
  builtIn(
    'service',
    'Another service',
    'A workload of the same team. Parameter: name (that of the resource).',
    ['host', 'name'],
  ),
  builtIn(
    'volume',
    'Disk',
    'A disk for each pod of a StatefulSet. Parameters: size (1Gi), storageClass.',
    [],
  ),
  builtIn(
    'volume',
    'Scratch disk',
    'Space that is gone with the pod. Parameter: size (1Gi).',
    [],
    'ephemeral',
  ),
];
