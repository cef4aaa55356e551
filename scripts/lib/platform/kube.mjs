// A small client of the Kubernetes API, as the administrator of the platform.
import fs from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
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

/** A crowded machine takes minutes for what a free one does in seconds: milliseconds. */
export const START_PATIENCE = 300_000;

/**
 * Asks until the answer is yes.
 *
 * @param {string} what for the message
 * @param {() => Promise<unknown>} check
 * @param {number} [patience] milliseconds
 */
export async function until(what, check, patience = START_PATIENCE) {
  const deadline = Date.now() + patience;
  for (;;) {
    const result = await check();
    if (result) return result;
    if (Date.now() > deadline)
      throw new Failure(`${what} did not come about in time.`);
    await sleep(150);
  }
}

/** What a refusal says of itself. */
function reasonIn(answer) {
  try {
    return JSON.parse(answer.body).message;
  } catch {
    // Not a Status; said as it came.
    return answer?.body ?? 'no answer';
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

  async #send(method, url, body, type = 'application/json') {
    return ask(`${this.#server}${url}`, {
      ...this.#tls,
      // A large definition on a busy machine takes its time.
      timeout: 60_000,
      method,
      headers: body === undefined ? {} : { 'content-type': type },
      body: typeof body === 'object' ? JSON.stringify(body) : body,
    });
  }

  async isReady() {
    const answer = await this.#send('GET', '/readyz');
    return answer?.status === 200;
  }

  /** @returns {Promise<any>} the object, or undefined when there is none or no answer */
  async get(url) {
    const answer = await this.#send('GET', url);
    return answer?.status === 200 ? JSON.parse(answer.body) : undefined;
  }

  /** What a busy server puts off is asked again: every call here may be made twice. */
  async #must(method, url, body, type) {
    const deadline = Date.now() + START_PATIENCE;
    for (;;) {
      const answer = await this.#send(method, url, body, type);
      if (answer && answer.status < 300) return JSON.parse(answer.body);
      const passing = !answer || answer.status === 429 || answer.status >= 500;
      if (!passing || Date.now() > deadline)
        throw new Failure(
          `the API server refused ${method} ${url}: ${reasonIn(answer)}`,
        );
      await sleep(500);
    }
  }

  /** Server-side apply of one object, or of its YAML, at its path. */
  apply(url, object) {
    return this.#must(
      'PATCH',
      `${url}?fieldManager=${FIELD_MANAGER}&force=true`,
      object,
      'application/apply-patch+yaml',
    );
  }

  /** Merge patch. */
  patch(url, change) {
    return this.#must('PATCH', url, change, 'application/merge-patch+json');
  }

  /** Deletes a collection or an object. */
  delete(url) {
    return this.#must('DELETE', url);
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

/** Where the kinds of the projects' own manifests live. */
const PATHS = {
  CustomResourceDefinition: () =>
    '/apis/apiextensions.k8s.io/v1/customresourcedefinitions',
  ConfigMap: namespace => `/api/v1/namespaces/${namespace}/configmaps`,
  Secret: namespace => `/api/v1/namespaces/${namespace}/secrets`,
};

/** Kind and name of the one object in a manifest, as these projects generate them. */
function identify(text) {
  const kind = /^kind: (\S+)$/m.exec(text)?.[1];
  const name = /^metadata:\n(?:  .*\n)*?  name: (\S+)$/m.exec(text)?.[1];
  return { kind, name };
}

/**
 * Server-side apply of every manifest in a folder, as it is: one object in each file.
 *
 * @param {Kube} kube
 * @param {string} folder @param {string} [namespace]
 */
export async function applyFolder(kube, folder, namespace) {
  const files = fs
    .readdirSync(folder)
    .filter(name => name.endsWith('.yaml') && name !== 'kustomization.yaml')
    .sort();
  for (const file of files) {
    const text = fs.readFileSync(path.join(folder, file), 'utf8');
    const { kind, name } = identify(text);
    const collection = PATHS[kind]?.(namespace);
    if (!collection || !name)
      throw new Failure(
        `${path.join(folder, file)} holds no object that can be installed.`,
      );
    await kube.apply(`${collection}/${name}`, text);
  }
}

/**
 * Does a piece of set-up unless this store has seen it for the same version already. Remembered in the
 * store itself, so that both are lost together.
 */
export async function oncePerVersion(kube, key, version, work) {
  const name = `cairn-platform-${key}`;
  const note = `/api/v1/namespaces/kube-system/configmaps/${name}`;
  const seen = await kube.get(note);
  if (seen?.data?.version === version) return;
  await work();
  await kube.apply(note, {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name, namespace: 'kube-system' },
    data: { version },
  });
}
