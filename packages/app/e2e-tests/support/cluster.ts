import { KubeConfig } from '@kubernetes/client-node';
import { request } from 'node:https';
import path from 'node:path';
import { cairn } from './cairn';

/** An answer of the Kubernetes API: status code and parsed body. */
export interface ClusterAnswer {
  status: number;
  body: Record<string, unknown>;
}

/**
 * Calls the cluster with a person's own kubeconfig, exactly as kubectl would: what this may do, the
 * person may do, whatever the portal thinks.
 */
export async function asPerson(
  person: string,
  method: string,
  apiPath: string,
  body?: unknown,
): Promise<ClusterAnswer> {
  const file = path.join('people', `${person}.kubeconfig`);
  return await callCluster(file, method, apiPath, body);
}

/** Calls the cluster as its administrator, for what an operator of the platform would do. */
export async function asAdministrator(
  method: string,
  apiPath: string,
  body?: unknown,
): Promise<ClusterAnswer> {
  return await callCluster('admin.kubeconfig', method, apiPath, body);
}

async function callCluster(
  file: string,
  method: string,
  apiPath: string,
  body?: unknown,
): Promise<ClusterAnswer> {
  const config = new KubeConfig();
  config.loadFromFile(path.join(cairn().dataDir, 'sandbox', file));
  const cluster = config.getCurrentCluster();
  if (!cluster) {
    throw new Error(`the kubeconfig ${file} names no cluster`);
  }
  const url = new URL(apiPath, cluster.server);
  const options: Record<string, unknown> = {};
  await config.applyToHTTPSOptions(options);
  return await new Promise((resolve, reject) => {
    const call = request(
      url,
      {
        ...options,
        method,
        headers: { 'content-type': 'application/json' },
      },
      response => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', chunk => {
          text += chunk;
        });
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            body: JSON.parse(text) as Record<string, unknown>,
          }),
        );
      },
    );
    call.once('error', reject);
    call.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

/** The decoded values of a Secret the person may read. */
export async function readSecret(
  person: string,
  namespace: string,
  name: string,
): Promise<Record<string, string>> {
  const answer = await asPerson(
    person,
    'GET',
    `/api/v1/namespaces/${namespace}/secrets/${name}`,
  );
  if (answer.status !== 200) {
    throw new Error(`reading Secret ${name} as ${person}: ${answer.status}`);
  }
  return Object.fromEntries(
    Object.entries(answer.body.data as Record<string, string>).map(
      ([key, value]) => [key, Buffer.from(value, 'base64').toString('utf8')],
    ),
  );
}
