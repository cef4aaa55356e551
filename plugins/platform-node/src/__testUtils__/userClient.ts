import type { ServerResponse } from 'node:http';
import { mockCredentials } from '@backstage/backend-test-utils';
import type { KubernetesObject } from '@cairn/plugin-platform-common';
import { ClusterConnections } from '../clusters/ClusterConnections';
import type { Person } from '../person/PersonService';
import { DefaultUserKubernetesClient } from '../user/DefaultUserKubernetesClient';
import { FakeCluster } from './FakeCluster';
import type { SeenRequest } from './FakeCluster';

const DATABASE = {
  group: 'platform.cairn.dev',
  version: 'v1alpha1',
  kind: 'Database',
  plural: 'databases',
  namespaced: true,
};
const SECRET = {
  group: '',
  version: 'v1',
  kind: 'Secret',
  plural: 'secrets',
  namespaced: true,
};

/** Where the databases of the tests are. */
export const databasesPath =
  '/apis/platform.cairn.dev/v1alpha1/namespaces/payments-dev/databases';

export const orders: KubernetesObject = {
  apiVersion: 'platform.cairn.dev/v1alpha1',
  kind: 'Database',
  metadata: { name: 'orders', namespace: 'payments-dev' },
  spec: { engine: 'postgres' },
};

export const ordersRef = {
  group: DATABASE.group,
  kind: 'Database',
  cluster: 'one',
  namespace: 'payments-dev',
  name: 'orders',
};

const ada: Person = {
  userRef: 'user:default/ada',
  groupRefs: ['group:default/payments', 'group:partners/press'],
};

export const credentials = mockCredentials.user('user:default/ada');

/** A person's client on a cluster of the test's own, called "one". */
export async function startUserClient() {
  const cluster = await FakeCluster.start([DATABASE, SECRET]);
  const connections = ClusterConnections.create(
    [
      {
        name: 'one',
        url: cluster.url,
        ca: cluster.ca,
        token: 'portal-token',
        skipTLSVerify: false,
      },
    ],
    { requestTimeout: 1_000 },
  );
  const as = { person: ada };
  return {
    cluster,
    /** Who is signed in from now on. */
    signIn(person: Person): void {
      as.person = person;
    },
    client: DefaultUserKubernetesClient.create({
      connections,
      people: { getPerson: async () => as.person },
      prefix: 'cairn:',
      readTimeout: 500,
    }),
    /** Answers everything but discovery. */
    answer(
      with_: (response: ServerResponse, request: SeenRequest) => void,
    ): void {
      cluster.fault = (request, response) => {
        if (request.path === '/api' || request.path === '/apis') {
          return false;
        }
        with_(response, request);
        return true;
      };
    },
    lastRequest(): SeenRequest {
      const request = cluster.requests.at(-1);
      if (!request) {
        throw new Error('No request was made');
      }
      return request;
    },
    async stop(): Promise<void> {
      connections.close();
      await cluster.stop();
    },
  };
}
