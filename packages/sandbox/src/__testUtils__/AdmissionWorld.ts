import { createServer, request as httpsRequest } from 'node:https';
import type { AddressInfo } from 'node:net';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startApiServer } from '../apiserver';
import { ensurePki, type Pki } from '../pki';
import { startTestDatabase, type TestDatabase } from './testApi';

/** An answer of the API server. */
export interface Reply {
  code: number;
  /** `Warning` headers, without number and quotes. */
  warnings: string[];
  body: Record<string, unknown> & { message?: string; reason?: string };
}

/** A request a webhook was asked about. */
export type Review = Record<string, unknown> & {
  uid: string;
  operation: string;
  object: { metadata: { labels?: Record<string, string> } };
};

/** What a webhook answers beside uid and, unless said, `allowed`. */
export type Judge = (review: Review) => object | Promise<object>;

/** An API server and a webhook server, both real. */
export class AdmissionWorld {
  /** Everything logged, a JSON text each. */
  readonly lines: string[] = [];
  /** Reviews by the path they were sent to. */
  readonly reviews: Record<string, Review[]> = {};
  private readonly judges = new Map<string, Judge>();
  private readonly ends: (() => Promise<unknown>)[] = [];
  private certificate = { certificate: '', key: '' };

  private constructor(
    private readonly pki: Pki,
    private url: string,
    private hookUrl: string,
  ) {}

  static async start(): Promise<AdmissionWorld> {
    const database: TestDatabase = await startTestDatabase();
    const folder = await mkdtemp(join(tmpdir(), 'cairn-admission-'));
    const pki = await ensurePki(folder);
    const world = new AdmissionWorld(pki, '', '');
    const api = await startApiServer({
      databaseUrl: database.url,
      pki,
      log: (level, message, fields) =>
        world.lines.push(JSON.stringify({ level, message, ...fields })),
    });
    world.url = api.url;
    world.certificate = await pki.clientCertificate({
      commonName: 'admin',
      organizations: ['system:masters'],
    });
    world.ends.push(
      () => api.stop(),
      () => database.stop(),
      () => rm(folder, { recursive: true }),
    );
    await world.startHooks();
    return world;
  }

  /** What `caBundle` has to be. */
  get caBundle(): string {
    return Buffer.from(this.pki.caCertificate).toString('base64');
  }

  /** Sets what a webhook answers, and tells its address. */
  hook(path: string, judge: Judge): string {
    this.judges.set(path, judge);
    return `${this.hookUrl}${path}`;
  }

  /** Sends one request as administrator, or as somebody else. */
  send(
    method: string,
    path: string,
    body?: unknown,
    options: { type?: string; as?: string } = {},
  ): Promise<Reply> {
    const { certificate, key } = this.certificate;
    return new Promise((resolve, reject) => {
      const call = httpsRequest(
        `${this.url}${path}`,
        {
          method,
          ca: this.pki.caCertificate,
          cert: certificate,
          key,
          headers: {
            'User-Agent': 'admission-test/1',
            'Content-Type': options.type ?? 'application/json',
            ...(options.as && { 'Impersonate-User': options.as }),
          },
        },
        response => {
          let text = '';
          response.on('data', part => {
            text += part;
          });
          response.on('error', reject);
          response.on('end', () =>
            resolve({
              code: response.statusCode ?? 0,
              warnings: readWarnings(response.headers.warning),
              body: JSON.parse(text),
            }),
          );
        },
      );
      call.on('error', reject);
      call.end(body === undefined ? undefined : JSON.stringify(body));
    });
  }

  /** A webhook that is only asked about objects labelled with its name. */
  webhook(name: string, url: string, more: object = {}): object {
    return {
      name: `${name}.hooks.example`,
      clientConfig: { url, caBundle: this.caBundle },
      rules: [
        {
          apiGroups: ['', 'apps'],
          apiVersions: ['v1'],
          operations: ['*'],
          resources: ['configmaps', 'deployments', 'deployments/scale'],
        },
      ],
      objectSelector: { matchLabels: { [name]: 'yes' } },
      sideEffects: 'None',
      admissionReviewVersions: ['v1'],
      ...more,
    };
  }

  /** Creates a configuration of webhooks. @throws Error if it is refused */
  async register(
    plural: 'validating' | 'mutating',
    name: string,
    ...webhooks: object[]
  ): Promise<void> {
    const { code, body } = await this.send(
      'POST',
      `/apis/admissionregistration.k8s.io/v1/${plural}webhookconfigurations`,
      { metadata: { name }, webhooks },
    );
    if (code !== 201) throw new Error(body.message);
  }

  /** Creates a ConfigMap in `default`, each of the labels set to `yes`. */
  createMap(name: string, ...labels: string[]): Promise<Reply> {
    return this.send('POST', '/api/v1/namespaces/default/configmaps', {
      metadata: {
        name,
        labels: Object.fromEntries(labels.map(label => [label, 'yes'])),
      },
      data: { a: 'b' },
    });
  }

  async stop(): Promise<void> {
    for (const end of this.ends.reverse()) await end();
  }

  private async startHooks(): Promise<void> {
    const { serving } = this.pki;
    const server = createServer(
      { cert: serving.certificate, key: serving.key },
      async (request, response) => {
        let text = '';
        for await (const part of request) text += part;
        const path = (request.url ?? '').split('?')[0];
        const review = JSON.parse(text) as {
          apiVersion: string;
          request: Review;
        };
        (this.reviews[path] ??= []).push(review.request);
        const { uid } = review.request;
        response.setHeader('Content-Type', 'application/json');
        response.end(
          JSON.stringify({
            apiVersion: review.apiVersion,
            kind: 'AdmissionReview',
            response: {
              uid,
              allowed: true,
              ...(await this.judges.get(path)?.(review.request)),
            },
          }),
        );
      },
    );
    await new Promise<void>(done => server.listen(0, '127.0.0.1', done));
    const { port } = server.address() as AddressInfo;
    this.hookUrl = `https://127.0.0.1:${port}`;
    this.ends.push(() => {
      server.closeAllConnections();
      return new Promise(done => server.close(done));
    });
  }
}

function readWarnings(header: unknown): string[] {
  return [...String(header ?? '').matchAll(/299 - "((?:[^"\\]|\\.)*)"/g)].map(
    match => match[1].replace(/\\(.)/g, '$1'),
  );
}

/** A JSON patch as a webhook answers it. */
export function patch(...operations: object[]): object {
  return {
    patchType: 'JSONPatch',
    patch: Buffer.from(JSON.stringify(operations)).toString('base64'),
  };
}
