import { isAlreadyExists, refOf, wireTime } from '../runtime';
import type {
  JsonObject,
  KubernetesClient,
  KubernetesObject,
} from '../runtime';
import { nodeIp, nodeName } from './podStatus';

const AMOUNTS = {
  cpu: '8',
  'ephemeral-storage': '101430960Ki',
  'hugepages-1Gi': '0',
  'hugepages-2Mi': '0',
  memory: '16384000Ki',
  pods: '110',
};

const HEALTHY = [
  [
    'MemoryPressure',
    'False',
    'KubeletHasSufficientMemory',
    'kubelet has sufficient memory available',
  ],
  [
    'DiskPressure',
    'False',
    'KubeletHasNoDiskPressure',
    'kubelet has no disk pressure',
  ],
  [
    'PIDPressure',
    'False',
    'KubeletHasSufficientPID',
    'kubelet has sufficient PID available',
  ],
  ['Ready', 'True', 'KubeletReady', 'kubelet is posting ready status'],
] as const;

/** Makes the sandbox's only node, if it is not there yet. */
export async function ensureNode(client: KubernetesClient): Promise<void> {
  const node: KubernetesObject = {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name: nodeName,
      labels: {
        'beta.kubernetes.io/arch': 'amd64',
        'beta.kubernetes.io/os': 'linux',
        'kubernetes.io/arch': 'amd64',
        'kubernetes.io/hostname': nodeName,
        'kubernetes.io/os': 'linux',
        'node-role.kubernetes.io/control-plane': '',
      },
    },
    spec: { podCIDR: '10.244.0.0/16', podCIDRs: ['10.244.0.0/16'] },
  };
  try {
    await client.create(node);
  } catch (error) {
    if (!isAlreadyExists(error)) throw error;
  }
  const now = wireTime();
  const status: JsonObject = {
    addresses: [
      { type: 'InternalIP', address: nodeIp },
      { type: 'Hostname', address: nodeName },
    ],
    allocatable: AMOUNTS,
    capacity: AMOUNTS,
    conditions: HEALTHY.map(([type, state, reason, message]) => ({
      type,
      status: state,
      lastHeartbeatTime: now,
      lastTransitionTime: now,
      reason,
      message,
    })),
    daemonEndpoints: { kubeletEndpoint: { Port: 10250 } },
    nodeInfo: {
      architecture: 'amd64',
      bootID: '00000000-0000-0000-0000-000000000000',
      containerRuntimeVersion: 'containerd://2.1.0',
      kernelVersion: '6.8.0',
      kubeProxyVersion: '',
      kubeletVersion: 'v1.36.3',
      machineID: nodeName,
      operatingSystem: 'linux',
      osImage: 'Cairn sandbox',
      systemUUID: nodeName,
    },
  };
  await client.patch(refOf(node), { status }, { subresource: 'status' });
}
