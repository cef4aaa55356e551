// A small client of the Kubernetes API, as the administrator of the platform.
import fs from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import { setTimeout as sleep } from 'node:timers/promises';
import { runLines } from '../npm.mjs';
import { Failure } from '../say.mjs';

const FIELD_MANAGER = 'cairn-platform';

/**
 * One HTTP request.
 *
 * @param {string} url http or https
 * @param {object} [options] of `http.request`, and `body`
 * @returns {Promise<{ status: number, body: string } | undefined>} undefined when there is no answer
 */
export function ask(url, { body, ...options } = {}) {
  const client = url.startsWith('https:') ? https : http;
  return new Promise(resolve => {
    const request = client.request(
      url,
      { timeout: 10_000, agent: false, ...options },
      response => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', chunk => {
          text += chunk;
        });
        response.on('end', () =>
          resolve({ status: response.statusCode, body: text }),
        );
        response.on('error', () => resolve(undefined));
      },
    );
    request.on('timeout', () => request.destroy());
    request.on('error', () => resolve(undefined));
    request.end(body);
  });
}

/**
 * Asks until the answer is yes.
 *
 * @param {string} what for the message
 * @param {() => Promise<unknown>} check
 * @param {number} [patience] milliseconds
 */
export async function until(what, check, patience = 90_000) {
  const deadline = Date.now() + patience;
  for (;;) {
    const result = await check();
    if (result) return result;
    if (Date.now() > deadline)
      throw new Failure(`${what} did not come about in time.`);
    await sleep(150);
  }
}

/** Speaks to one API server. */
export class Kube {
  #server;
  #tls;

  /** @param {{ server: string, pki: { file: (name: string) => string } }} options */
  constructor({ server, pki }) {
    this.#server = server;
    this.#tls = {
      ca: fs.readFileSync(pki.file('ca.crt')),
      cert: fs.readFileSync(pki.file('admin.crt')),
      key: fs.readFileSync(pki.file('admin.key')),
    };
  }

  async #send(method, path, body, type = 'application/json') {
    return ask(`${this.#server}${path}`, {
      ...this.#tls,
      method,
      headers: body === undefined ? {} : { 'content-type': type },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  }

  async isReady() {
    const answer = await this.#send('GET', '/readyz');
    return answer?.status === 200;
  }

  /** @returns {Promise<any>} the object, or undefined when there is none or no answer */
  async get(path) {
    const answer = await this.#send('GET', path);
    return answer?.status === 200 ? JSON.parse(answer.body) : undefined;
  }

  async #must(method, path, body, type) {
    const answer = await this.#send(method, path, body, type);
    if (answer && answer.status < 300) return JSON.parse(answer.body);
    let message = answer?.body ?? 'no answer';
    try {
      ({ message } = JSON.parse(message));
    } catch {
      // Not a Status; said as it came.
    }
    throw new Failure(`the API server refused ${method} ${path}: ${message}`);
  }

  /** Server-side apply of one object at its path. */
  apply(path, object) {
    return this.#must(
      'PATCH',
      `${path}?fieldManager=${FIELD_MANAGER}&force=true`,
      object,
      'application/apply-patch+yaml',
    );
  }

  /** Merge patch. */
  patch(path, change) {
    return this.#must('PATCH', path, change, 'application/merge-patch+json');
  }

  /** Deletes a collection or an object. */
  delete(path) {
    return this.#must('DELETE', path);
  }

  namespace(name) {
    return this.apply(`/api/v1/namespaces/${name}`, {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name },
    });
  }

  /** Waits until the server serves these resources of one API. */
  served(groupVersion, resources) {
    return until(`${groupVersion} in the API server`, async () => {
      const list = await this.get(`/apis/${groupVersion}`);
      const names = list?.resources.map(({ name }) => name) ?? [];
      return resources.every(name => names.includes(name));
    });
  }
}

/**
 * `kubectl apply --server-side` of files or folders as they are.
 *
 * @param {{ bin: Record<string, string>, kubeconfig: string, env: object }} context
 * @param {string[]} args such as `-f DIR` or `-k DIR`
 */
export async function kubectlApply({ bin, kubeconfig, env }, args) {
  const { code, output } = await runLines(
    bin.kubectl,
    [
      ...['--kubeconfig', kubeconfig],
      ...['apply', '--server-side', '--force-conflicts'],
      ...['--field-manager', FIELD_MANAGER],
      ...args,
    ],
    { env, timeout: 120_000 },
  );
  if (code !== 0)
    throw new Failure(
      `the definitions in ${args.at(-1)} were not all accepted.`,
      { detail: output.slice(-3000) },
    );
}

const NOTE = '/api/v1/namespaces/kube-system/configmaps/cairn-platform';

/**
 * Does a piece of set-up unless this store has seen it for the same version already. Remembered in the
 * store itself, so that both are lost together.
 */
export async function oncePerVersion(kube, key, version, work) {
  const seen = await kube.get(NOTE);
  if (seen?.data?.[key] === version) return;
  await work();
  await kube.apply(NOTE, {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'cairn-platform', namespace: 'kube-system' },
    data: { ...seen?.data, [key]: version },
  });
}
