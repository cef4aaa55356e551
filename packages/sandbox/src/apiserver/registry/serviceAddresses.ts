import { invalid } from '../schema/causes';
import type { KubeObject, StatusCause } from '../types';
import type { KindHooks } from './kindHooks';

/** Addresses are 10.96.0.1 to 10.96.255.254, node ports 30000 to 32767. */
const ADDRESSES = 65_533;
const FIRST_PORT = 30_000;
const PORTS = 2_768;

interface ServiceSpec {
  type?: string;
  selector?: Record<string, string>;
  clusterIP?: string;
  clusterIPs?: string[];
  ipFamilies?: string[];
  ipFamilyPolicy?: string;
  ports?: { nodePort?: number }[];
}

function specOf(service: KubeObject): ServiceSpec {
  return (service.spec ?? {}) as ServiceSpec;
}

function addressAt(index: number): string {
  const number = index + 1;
  return `10.96.${Math.floor(number / 256)}.${number % 256}`;
}

/** The first free place from a random one on. */
function firstFree(size: number, isFree: (index: number) => boolean): number {
  const start = Math.floor(Math.random() * size);
  for (let step = 0; step < size; step++) {
    const index = (start + step) % size;
    if (isFree(index)) return index;
  }
  return start;
}

/**
 * Gives a Service the address and node ports it needs and does not have.
 *
 * @param others - all Services there are; itself may be among them
 * @returns what is wrong with the address it asks for
 */
function allocateServiceAddresses(
  service: KubeObject,
  old: KubeObject | undefined,
  others: KubeObject[],
): StatusCause[] {
  const spec = specOf(service);
  const before = old && specOf(old);
  const rest = others.filter(one => one.metadata.uid !== service.metadata.uid);
  if (spec.type === 'ExternalName') return [];
  if (before?.clusterIP && before.type !== 'ExternalName') {
    spec.clusterIP ||= before.clusterIP;
    spec.clusterIPs ??= before.clusterIPs;
  }
  const taken = new Set(rest.map(one => specOf(one).clusterIP));
  if (!spec.clusterIP) {
    spec.clusterIP = addressAt(
      firstFree(ADDRESSES, index => !taken.has(addressAt(index))),
    );
  } else if (spec.clusterIP !== 'None' && taken.has(spec.clusterIP)) {
    return [
      invalid(
        'spec.clusterIPs',
        [spec.clusterIP],
        `failed to allocate IP ${spec.clusterIP}: provided IP is already allocated`,
      ),
    ];
  }
  spec.clusterIPs ??= [spec.clusterIP];
  // One without head and selector may point anywhere.
  const anywhere = spec.clusterIP === 'None' && !spec.selector;
  spec.ipFamilies ??= anywhere ? ['IPv4', 'IPv6'] : ['IPv4'];
  spec.ipFamilyPolicy ??= anywhere ? 'RequireDualStack' : 'SingleStack';
  if (spec.type === 'NodePort' || spec.type === 'LoadBalancer') {
    allocateNodePorts(spec, rest);
  }
  return [];
}

function allocateNodePorts(spec: ServiceSpec, others: KubeObject[]): void {
  const taken = new Set(
    [...others.map(specOf), spec].flatMap(one =>
      (one.ports ?? []).map(port => port.nodePort),
    ),
  );
  for (const port of spec.ports ?? []) {
    port.nodePort ??=
      FIRST_PORT + firstFree(PORTS, index => !taken.has(FIRST_PORT + index));
    taken.add(port.nodePort);
  }
}

/** Services: addresses given out once, and kept. */
export const serviceHooks: KindHooks = {
  allocate: (object, old, all) => allocateServiceAddresses(object, old, all()),
  validate(object, old) {
    const before = old && specOf(old);
    const { clusterIP = '', clusterIPs = [], type } = specOf(object);
    const keeps = (kind: string | undefined) => kind !== 'ExternalName';
    return before?.clusterIP &&
      keeps(before.type) &&
      keeps(type) &&
      clusterIP !== before.clusterIP
      ? [invalid('spec.clusterIPs[0]', clusterIPs, 'may not change once set')]
      : [];
  },
};
