import { isDeepStrictEqual } from 'node:util';
import type {
  InformerPool,
  JsonObject,
  KubernetesObject,
  ObjectKey,
} from '../runtime';
import { isNotFound, refOf } from '../runtime';
import type { WorkloadContext } from './context';
import { isActive, isReady, controllerRef, selects } from './pods';
import { nodeIp, nodeName } from './podStatus';
import { fnv32a } from './templateHash';
import type { Container, Pod } from './types';

type ServicePort = {
  name?: string;
  port: number;
  targetPort?: number | string;
  protocol?: string;
  nodePort?: number;
};

const SERVICE_LABEL = 'kubernetes.io/service-name';

/** Gives Services addresses and endpoints, and Ingresses a load balancer. */
export class NetworkReconciler {
  constructor(
    private readonly context: WorkloadContext,
    private readonly pool: InformerPool,
  ) {}

  async reconcileService(key: ObjectKey): Promise<void> {
    const { client } = this.context;
    const known = this.pool.of('v1', 'Service').get(key);
    if (!known || known.metadata.deletionTimestamp) return;
    const service = await this.assign(known);
    if (service.spec?.type === 'LoadBalancer') await this.balance(service);
    if (!service.spec?.selector) return;
    const slice = this.sliceOf(service);
    const name = slice.metadata.name ?? '';
    const slices = this.pool.of('discovery.k8s.io/v1', 'EndpointSlice');
    const there = slices.get({ namespace: key.namespace, name });
    if (!there) {
      await client.create(slice);
    } else if (
      !isDeepStrictEqual(
        [there.endpoints ?? [], there.ports ?? []],
        [slice.endpoints, slice.ports],
      )
    ) {
      const { endpoints, ports } = slice;
      await client.patch(refOf(slice), { endpoints, ports } as JsonObject);
    }
  }

  async reconcileIngress(key: ObjectKey): Promise<void> {
    const ingress = this.pool.of('networking.k8s.io/v1', 'Ingress').get(key);
    if (!ingress || ingress.metadata.deletionTimestamp) return;
    await this.balance(ingress);
  }

  /** The Services whose pods a pod may be. */
  servicesOf(pod: KubernetesObject): ObjectKey[] {
    return this.pool
      .of('v1', 'Service')
      .list(pod.metadata.namespace)
      .filter(({ spec }) => fits(spec, pod))
      .map(({ metadata }) => ({
        namespace: metadata.namespace,
        name: metadata.name ?? '',
      }));
  }

  private async balance(object: KubernetesObject): Promise<void> {
    const loadBalancer = { ingress: [{ ip: nodeIp, ipMode: 'VIP' }] };
    const wanted =
      object.kind === 'Ingress' ? { ingress: [{ ip: nodeIp }] } : loadBalancer;
    if (isDeepStrictEqual(object.status?.loadBalancer, wanted)) return;
    await this.context.client.patch(
      refOf(object),
      { status: { loadBalancer: wanted } },
      { subresource: 'status' },
    );
  }

  private async assign(service: KubernetesObject): Promise<KubernetesObject> {
    const { type = 'ClusterIP', clusterIP } = service.spec ?? {};
    if (clusterIP || type === 'ExternalName') return service;
    const others = this.pool.of('v1', 'Service').list();
    const address = freeOf(
      fnv32a(service.metadata.uid ?? ''),
      new Set(others.map(it => String(it.spec?.clusterIP ?? ''))),
    );
    const ports = ((service.spec?.ports ?? []) as ServicePort[]).map(port => ({
      ...port,
      protocol: port.protocol ?? 'TCP',
      targetPort: port.targetPort ?? port.port,
      ...((type === 'NodePort' || type === 'LoadBalancer') && {
        nodePort:
          port.nodePort ??
          30_000 + (fnv32a(`${service.metadata.uid}/${port.port}`) % 2768),
      }),
    }));
    try {
      return await this.context.client.patch(refOf(service), {
        metadata: { resourceVersion: service.metadata.resourceVersion },
        spec: {
          type,
          clusterIP: address,
          clusterIPs: [address],
          ipFamilies: ['IPv4'],
          ipFamilyPolicy: 'SingleStack',
          ports,
        },
      });
    } catch (error) {
      if (isNotFound(error)) return service;
      throw error;
    }
  }

  private sliceOf(service: KubernetesObject): KubernetesObject {
    const { name = '', namespace, uid = '' } = service.metadata;
    const pods = this.context.caches.pods
      .list(namespace)
      .filter(pod => fits(service.spec, pod))
      .filter(pod => isActive(pod) && pod.status?.podIP)
      .sort((one, other) =>
        (one.metadata.name ?? '').localeCompare(other.metadata.name ?? ''),
      );
    const ports = ((service.spec?.ports ?? []) as ServicePort[]).map(port => ({
      name: port.name ?? '',
      port: portOf(port, pods[0]),
      protocol: port.protocol ?? 'TCP',
    }));
    return {
      apiVersion: 'discovery.k8s.io/v1',
      kind: 'EndpointSlice',
      metadata: {
        name: `${name}-${fnv32a(uid).toString(36).slice(0, 5)}`,
        namespace,
        labels: {
          'endpointslice.kubernetes.io/managed-by':
            'endpointslice-controller.k8s.io',
          [SERVICE_LABEL]: name,
        },
        ownerReferences: [controllerRef(service)],
      },
      addressType: 'IPv4',
      endpoints: pods.map(pod => ({
        addresses: [pod.status?.podIP ?? ''],
        conditions: {
          ready: isReady(pod),
          serving: isReady(pod),
          terminating: false,
        },
        nodeName,
        targetRef: {
          kind: 'Pod',
          name: pod.metadata.name,
          namespace,
          uid: pod.metadata.uid,
        },
      })),
      ports,
    };
  }
}

function fits(spec: JsonObject | undefined, pod: KubernetesObject): boolean {
  const matchLabels = spec?.selector as Record<string, string> | undefined;
  return selects({ matchLabels }, pod.metadata.labels);
}

/** A port by number, or by its name in a pod's containers. */
function portOf(port: ServicePort, pod: Pod | undefined): number {
  const target = port.targetPort ?? port.port;
  if (typeof target === 'number') return target;
  const containers: Container[] = pod?.spec.containers ?? [];
  const named = containers
    .flatMap(({ ports = [] }) => ports)
    .find(({ name }) => name === target);
  return named?.containerPort ?? port.port;
}

/** A free address of 10.96.0.0/16, beyond the first ten. */
function freeOf(start: number, taken: ReadonlySet<string>): string {
  const size = 65_000;
  for (let at = start % size, tries = 0; ; at = (at + 1) % size) {
    const number = at + 11;
    const address = `10.96.${number >> 8}.${number & 255}`;
    tries += 1;
    if (!taken.has(address) || tries > size) return address;
  }
}
