// The real platform as the contract suite needs it: an API server alone, whose history is short.
import fs from 'node:fs';
import http2 from 'node:http2';
import path from 'node:path';
import { ask } from './kube.mjs';
import { startPlatform } from './stack.mjs';

/** What the suite is about. A scheduler and nodes would change the pods that it writes itself. */
const PARTS = ['controller-manager'];

function certificates({ dataDir }, name) {
  const read = file => fs.readFileSync(path.join(dataDir, 'pki', file));
  return {
    ca: read('ca.crt'),
    cert: read(`${name}.crt`),
    key: read(`${name}.key`),
  };
}

/** etcd's revision, which is the version of every list of Kubernetes. @returns {Promise<number>} */
async function revisionOf(platform) {
  const url = `${platform.addresses.api}/api/v1/namespaces?limit=1`;
  const answer = await ask(url, certificates(platform, 'admin'));
  if (answer?.status !== 200)
    throw new Error(`the API server does not list: ${answer?.body}`);
  return Number(JSON.parse(answer.body).metadata.resourceVersion);
}

/** A number as protobuf writes it: seven bits a byte, the lowest first. */
function varint(value) {
  const bytes = [];
  let rest = value;
  for (; rest > 127; rest = Math.floor(rest / 128))
    bytes.push((rest % 128) + 128);
  return [...bytes, rest];
}

/**
 * etcd's call `KV.Compact`, which no other door of it offers: one message, of which field 1 is the revision.
 * Framed as gRPC over HTTP/2 says: not compressed, length, message.
 */
function compact(platform, revision) {
  const message = Buffer.from([0x08, ...varint(revision)]);
  const head = Buffer.alloc(5);
  head.writeUInt32BE(message.length, 1);
  return new Promise((resolve, reject) => {
    const session = http2.connect(
      `https://127.0.0.1:${platform.ports.etcd}`,
      certificates(platform, 'api-server'),
    );
    session.once('error', reject);
    const stream = session.request({
      ':method': 'POST',
      ':path': '/etcdserverpb.KV/Compact',
      'content-type': 'application/grpc',
      te: 'trailers',
    });
    let status = 'no answer';
    const note = headers => {
      if (headers['grpc-status'] === undefined) return;
      status = `${headers['grpc-status']} ${headers['grpc-message'] ?? ''}`;
    };
    stream.on('response', note).on('trailers', note).on('error', reject);
    stream.on('data', () => undefined);
    stream.on('close', () => {
      session.close();
      if (status.startsWith('0')) resolve();
      else reject(new Error(`etcd does not compact: ${status}`));
    });
    stream.end(Buffer.concat([head, message]));
  });
}

/** Forgets what was, in etcd and in the API server's memory: the first minutes of a cluster are never too old. */
async function forgetHistory(platform) {
  await compact(platform, await revisionOf(platform));
  await platform.restartPart('api-server');
}

/**
 * Starts an API server of its own with its controllers, beside the platform: Kyverno finds no policies any
 * more when its API server is restarted under it.
 *
 * @template T
 * @param {import('./stack.mjs').PlatformOptions} options
 * @param {(kubeconfig: string) => Promise<T>} use
 * @returns {Promise<T>}
 */
export async function withQuietPlatform(options, use) {
  const platform = await startPlatform({ ...options, only: PARTS });
  try {
    await forgetHistory(platform);
    return await use(platform.kubeconfig);
  } finally {
    await platform.stop();
  }
}
