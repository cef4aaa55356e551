// Holds the manifests of a scaffolded repository against the API server and the platform's policies.
import fs from 'node:fs';
import https from 'node:https';
import path from 'node:path';
import { runLines } from '../npm.mjs';
import { ROOT } from '../options.mjs';
import { Failure } from '../say.mjs';
import { readDocuments, readYaml } from './paths.mjs';

const ENVIRONMENTS = ['dev', 'prod'];

/** Every object below `deploy/<environment>`. */
function readManifests(folder, environment) {
  const place = path.join(folder, 'deploy', environment);
  const files = fs.existsSync(place) ? fs.readdirSync(place).sort() : [];
  const objects = files.flatMap(file =>
    readDocuments(fs.readFileSync(path.join(place, file), 'utf8')),
  );
  if (objects.length === 0) throw new Failure(`there is nothing in ${place}.`);
  return objects;
}

/** Speaks to the API server of a kubeconfig with a client certificate. */
function clientOf(kubeconfig) {
  const { clusters, users } = readYaml(kubeconfig);
  const decode = text => Buffer.from(text, 'base64');
  const { server, ...cluster } = clusters[0].cluster;
  const { user } = users[0];
  const agent = new https.Agent({
    keepAlive: true,
    ca: decode(cluster['certificate-authority-data']),
    cert: decode(user['client-certificate-data']),
    key: decode(user['client-key-data']),
  });
  const ask = (method, target, body) =>
    new Promise((resolve, reject) => {
      const request = https.request(
        new URL(target, server),
        {
          ...{ method, agent },
          headers: { 'content-type': 'application/apply-patch+yaml' },
        },
        response => {
          const chunks = [];
          response.on('data', chunk => chunks.push(chunk));
          response.once('error', reject);
          response.once('end', () => {
            const text = Buffer.concat(chunks).toString('utf8');
            resolve({ status: response.statusCode, body: JSON.parse(text) });
          });
        },
      );
      request.once('error', reject);
      request.end(body);
    });
  return { ask, close: () => agent.destroy() };
}

/** The path of an object, by what the API server says of its kind. */
async function pathOf(client, known, object) {
  const { apiVersion, kind, metadata } = object;
  const root = apiVersion.includes('/')
    ? `/apis/${apiVersion}`
    : `/api/${apiVersion}`;
  if (!known.has(root)) known.set(root, await client.ask('GET', root));
  const resource = known
    .get(root)
    .body.resources?.find(it => it.kind === kind && !it.name.includes('/'));
  if (!resource) throw new Failure(`the API server knows no ${kind}.`);
  const space = resource.namespaced ? `/namespaces/${metadata.namespace}` : '';
  return `${root}${space}/${resource.name}/${metadata.name}`;
}

/**
 * Asks the API server whether it would take every manifest; nothing is made.
 *
 * @param {{ folder: string, kubeconfig: string }} options
 */
export async function dryRunManifests({ folder, kubeconfig }) {
  const client = clientOf(kubeconfig);
  const known = new Map();
  const refused = [];
  try {
    for (const environment of ENVIRONMENTS) {
      for (const object of readManifests(folder, environment)) {
        const target = await pathOf(client, known, object);
        const { status, body } = await client.ask(
          'PATCH',
          `${target}?dryRun=All&fieldManager=test-templates&force=true&fieldValidation=Strict`,
          JSON.stringify(object),
        );
        if (status >= 300) refused.push(`${target}: ${body.message}`);
      }
    }
  } finally {
    client.close();
  }
  if (refused.length > 0) {
    throw new Failure('the API server refuses what is in deploy/.', {
      detail: refused.join('\n'),
    });
  }
}

/**
 * Judges every manifest by platform/policies, as the sandbox's policy engine does.
 *
 * @param {{ folder: string, node: string, judge: string, owner: string }} options `judge` is the
 *   bundle of judgeManifests.mjs
 */
export async function judgeManifests({ folder, node, judge, owner }) {
  for (const environment of ENVIRONMENTS) {
    const request = JSON.stringify({
      environment,
      owner,
      objects: readManifests(folder, environment),
    });
    const file = path.join(folder, '.git', `judge-${environment}.json`);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, request);
    const { code, output } = await runLines(node, [judge, file], { cwd: ROOT });
    if (code !== 0) {
      throw new Failure(`policies find fault with deploy/${environment}.`, {
        detail: output,
      });
    }
  }
}
