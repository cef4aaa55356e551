// The real platform as the contract suite needs it: an API server alone, whose history is short.
import fs from 'node:fs';
import https from 'node:https';
import path from 'node:path';

/** What gives pods a node and says that they run; the suite writes itself how they are. */
const BUSY = ['scheduler', 'kwok'];

/** Calls etcd's JSON gateway, which speaks as its gRPC does, as the API server. */
function callEtcd(platform, method, body) {
  const read = name =>
    fs.readFileSync(path.join(platform.dataDir, 'pki', name));
  return new Promise((resolve, reject) => {
    const asked = https.request(
      {
        host: '127.0.0.1',
        port: platform.ports.etcd,
        path: `/v3/${method}`,
        method: 'POST',
        ca: read('ca.crt'),
        cert: read('api-server.crt'),
        key: read('api-server.key'),
      },
      answer => {
        let text = '';
        answer.setEncoding('utf8');
        answer.on('data', chunk => {
          text += chunk;
        });
        answer.on('end', () =>
          answer.statusCode === 200
            ? resolve(JSON.parse(text))
            : reject(new Error(`etcd refused ${method}: ${text}`)),
        );
      },
    );
    asked.once('error', reject);
    asked.end(JSON.stringify(body));
  });
}

/** Forgets what was, in etcd and in the API server's memory: the first minutes of a cluster are never too old. */
async function forgetHistory(platform) {
  const { header } = await callEtcd(platform, 'maintenance/status', {});
  await callEtcd(platform, 'kv/compaction', { revision: header.revision });
  await platform.restartPart('api-server');
}

/**
 * Stops what would move while the suite looks on, runs it, and starts everything again.
 *
 * @template T
 * @param {ReturnType<typeof import('./stack.mjs').connectPlatform>} platform
 * @param {() => Promise<T>} use
 * @returns {Promise<T>}
 */
export async function whileQuiet(platform, use) {
  const busy = BUSY.filter(name => platform.parts.includes(name));
  for (const name of busy) await platform.stopPart(name);
  try {
    await forgetHistory(platform);
    return await use();
  } finally {
    for (const name of busy) await platform.startPart(name);
  }
}
