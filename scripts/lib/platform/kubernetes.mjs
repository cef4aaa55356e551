// How the parts of Kubernetes are started, and what they find when they run.
import fs from 'node:fs';
import path from 'node:path';
import { ask } from './kube.mjs';

const NODE_NAME = 'cairn-platform';

/** @param {import('./context.mjs').Context} context */
export function etcd({ bin, ports, pki, inData, envFor }) {
  const client = `https://127.0.0.1:${ports.etcd}`;
  const peer = `https://127.0.0.1:${ports.etcdPeer}`;
  // Whoever reads the store reads every Secret: it speaks to holders of a certificate only.
  const protect = prefix => [
    `--${prefix}cert-file=${pki.file('serving.crt')}`,
    `--${prefix}key-file=${pki.file('serving.key')}`,
    `--${prefix}trusted-ca-file=${pki.file('ca.crt')}`,
    `--${prefix}client-cert-auth`,
  ];
  return {
    name: 'etcd',
    command: () => ({
      command: bin.etcd,
      args: [
        ...['--data-dir', inData('etcd')],
        ...['--listen-client-urls', client, '--advertise-client-urls', client],
        ...['--listen-peer-urls', peer, '--initial-advertise-peer-urls', peer],
        ...['--initial-cluster', `default=${peer}`],
        ...protect(''),
        ...protect('peer-'),
        // It would call itself with a certificate that is not for callers; nobody uses it.
        '--enable-grpc-gateway=false',
        ...['--auto-compaction-retention', '10m', '--log-level', 'warn'],
        // Nothing here outlives the machine's own death.
        '--unsafe-no-fsync',
      ],
      env: envFor(),
    }),
    isReady: async () => {
      const answer = await ask(`${client}/health`, {
        ca: fs.readFileSync(pki.file('ca.crt')),
        cert: fs.readFileSync(pki.file('admin.crt')),
        key: fs.readFileSync(pki.file('admin.key')),
      });
      return answer?.status === 200;
    },
    farewell: 5000,
  };
}

/** @param {import('./context.mjs').Context} context */
export function apiServer({ bin, ports, pki, kube, envFor }) {
  return {
    name: 'api-server',
    command: () => ({
      command: bin['kube-apiserver'],
      args: [
        `--etcd-servers=https://127.0.0.1:${ports.etcd}`,
        `--etcd-cafile=${pki.file('ca.crt')}`,
        `--etcd-certfile=${pki.file('api-server.crt')}`,
        `--etcd-keyfile=${pki.file('api-server.key')}`,
        '--bind-address=127.0.0.1',
        `--secure-port=${ports.api}`,
        // Some address that is not loopback must be told; nobody is sent there.
        '--advertise-address=10.96.255.1',
        '--endpoint-reconciler-type=none',
        `--tls-cert-file=${pki.file('serving.crt')}`,
        `--tls-private-key-file=${pki.file('serving.key')}`,
        `--client-ca-file=${pki.file('ca.crt')}`,
        '--authorization-mode=Node,RBAC',
        '--service-account-issuer=https://kubernetes.default.svc',
        `--service-account-key-file=${pki.file('service-accounts.pub')}`,
        `--service-account-signing-key-file=${pki.file(
          'service-accounts.key',
        )}`,
        '--service-cluster-ip-range=10.0.0.0/24',
        '--allow-privileged=true',
      ],
      env: envFor('api-server'),
    }),
    isReady: () => kube.isReady(),
    // It waits for open watches of whoever still looks on; everything is in etcd already.
    farewell: 4000,
  };
}

const serving = pki => [
  `--tls-cert-file=${pki.file('serving.crt')}`,
  `--tls-private-key-file=${pki.file('serving.key')}`,
];

function isHealthy(port, pki) {
  return async () => {
    const answer = await ask(`https://127.0.0.1:${port}/healthz`, {
      ca: fs.readFileSync(pki.file('ca.crt')),
    });
    return answer?.status === 200;
  };
}

/** @param {import('./context.mjs').Context} context */
export function controllerManager({ bin, ports, pki, inData, envFor }) {
  return {
    name: 'controller-manager',
    command: () => ({
      command: bin['kube-controller-manager'],
      args: [
        `--kubeconfig=${inData('kubeconfigs', 'controller-manager')}`,
        '--bind-address=127.0.0.1',
        `--secure-port=${ports.controllerManager}`,
        ...serving(pki),
        '--leader-elect=false',
        `--root-ca-file=${pki.file('ca.crt')}`,
        `--service-account-private-key-file=${pki.file(
          'service-accounts.key',
        )}`,
        '--use-service-account-credentials',
      ],
      env: envFor(),
    }),
    isReady: isHealthy(ports.controllerManager, pki),
    farewell: 5000,
  };
}

/** @param {import('./context.mjs').Context} context */
export function scheduler({ bin, ports, pki, inData, envFor }) {
  return {
    name: 'scheduler',
    command: () => ({
      command: bin['kube-scheduler'],
      args: [
        `--kubeconfig=${inData('kubeconfigs', 'scheduler')}`,
        '--bind-address=127.0.0.1',
        `--secure-port=${ports.scheduler}`,
        ...serving(pki),
        '--leader-elect=false',
      ],
      env: envFor(),
    }),
    isReady: isHealthy(ports.scheduler, pki),
    farewell: 5000,
  };
}

/** kwok knows no behaviour of its own: its module carries the stages, one file each. */
function writeStages(moduleDir, file) {
  const stages = ['node', 'pod'].flatMap(kind => {
    const folder = path.join(moduleDir, 'kustomize', 'stage', kind, 'fast');
    return fs
      .readdirSync(folder)
      .filter(name => name.endsWith('.yaml') && name !== 'kustomization.yaml')
      .sort()
      .map(name => fs.readFileSync(path.join(folder, name), 'utf8'));
  });
  fs.writeFileSync(file, stages.join('\n---\n'));
}

/** @param {import('./context.mjs').Context} context */
export function kwok({ bin, ports, modules, inData, envFor }) {
  return {
    name: 'kwok',
    beforeStart: async () =>
      writeStages(modules.kwok, inData('kwok-stages.yaml')),
    command: () => ({
      command: bin.kwok,
      args: [
        `--kubeconfig=${inData('kubeconfigs', 'kwok')}`,
        `--config=${inData('kwok-stages.yaml')}`,
        '--manage-all-nodes=true',
        '--cidr=10.1.0.0/16',
        '--node-ip=10.0.0.1',
        '--node-lease-duration-seconds=40',
        `--server-address=127.0.0.1:${ports.kwok}`,
      ],
      env: envFor(),
    }),
    isReady: async () =>
      (await ask(`http://127.0.0.1:${ports.kwok}/healthz`))?.status === 200,
    farewell: 5000,
  };
}

/** Makes the node on which all pods seem to run. kwok reports its status. */
export function ensureNode(kube) {
  return kube.apply(`/api/v1/nodes/${NODE_NAME}`, {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name: NODE_NAME,
      labels: {
        'kubernetes.io/hostname': NODE_NAME,
        'kubernetes.io/os': 'linux',
        'node-role.kubernetes.io/worker': '',
      },
      annotations: { 'kwok.x-k8s.io/node': 'fake' },
    },
  });
}

/** Whether the node reports Ready. */
export async function nodeIsReady(kube) {
  const node = await kube.get(`/api/v1/nodes/${NODE_NAME}`);
  return Boolean(
    node?.status?.conditions?.some(
      ({ type, status }) => type === 'Ready' && status === 'True',
    ),
  );
}
