import type { KubernetesObject } from '@cairn/plugin-platform-common';
import type { DeliveryDestination } from '../types';

/** How Argo CD calls the cluster it runs in. */
const OWN_SERVER = 'https://kubernetes.default.svc';
const OWN_NAME = 'in-cluster';

function sameAddress(one: string, other: string): boolean {
  return one.replace(/\/+$/, '') === other.replace(/\/+$/, '');
}

interface Destination {
  server?: unknown;
  name?: unknown;
  namespace?: unknown;
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/**
 * Where an Application delivers to, with the cluster in the portal's configuration: Argo CD's own is the
 * one that holds the Application, any other is found by its address or its name.
 *
 * @public
 */
export function destinationOf(
  cluster: string,
  object: KubernetesObject,
  clusters: readonly { name: string; url: string }[],
): DeliveryDestination {
  const { destination = {} } = (object.spec ?? {}) as {
    destination?: Destination;
  };
  const server = text(destination.server);
  const name = text(destination.name);
  const namespace = text(destination.namespace);
  const isOwn =
    server === undefined
      ? name === undefined || name === OWN_NAME
      : sameAddress(server, OWN_SERVER);
  const found = isOwn
    ? cluster
    : clusters.find(known =>
        server === undefined
          ? known.name === name
          : sameAddress(known.url, server),
      )?.name;
  return {
    ...(found !== undefined && { cluster: found }),
    server: name ?? server ?? OWN_NAME,
    ...(namespace !== undefined && { namespace }),
  };
}
