import { ConfigReader } from '@backstage/config';
import { ScmIntegrations } from '@backstage/integration';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Forge } from './Forge';
import { forgeOf } from './forgeOf';

interface Asked {
  method: string;
  path: string;
  body?: unknown;
  authorization?: string;
}

type Answer = [status: number, body?: unknown];

/** A server that answers as a forge's documentation says; what is not foreseen is a 500. */
class DocumentedServer {
  readonly asked: Asked[] = [];
  answers: Record<string, Answer | Answer[]> = {};

  static async start(): Promise<DocumentedServer> {
    const server = createServer();
    const made = new DocumentedServer(server);
    server.on('request', async (request, response) => {
      const parts: Buffer[] = [];
      for await (const part of request) {
        parts.push(part);
      }
      const text = Buffer.concat(parts).toString('utf8');
      const { method = '', url: path = '', headers } = request;
      made.asked.push({
        method,
        path,
        ...(text && { body: JSON.parse(text) }),
        authorization:
          headers.authorization ?? String(headers['private-token']),
      });
      const foreseen = made.answers[`${method} ${path}`];
      const next = Array.isArray(foreseen?.[0])
        ? ((foreseen as Answer[]).shift() as Answer)
        : (foreseen as Answer | undefined);
      const [status, body] = next ?? [500];
      response.writeHead(status, {
        'content-type': 'application/json',
        ...(status === 301 && { location: `${made.url}/elsewhere` }),
      });
      response.end(body === undefined ? '' : JSON.stringify(body));
    });
    await new Promise<void>(done => server.listen(0, '127.0.0.1', done));
    return made;
  }

  private constructor(private readonly server: Server) {}

  get url(): string {
    const { port } = this.server.address() as AddressInfo;
    return `http://127.0.0.1:${port}`;
  }

  sent(): string[] {
    return this.asked.map(({ method, path }) => `${method} ${path}`);
  }

  async stop(): Promise<void> {
    await new Promise(done => this.server.close(done));
  }
}

const ref = { owner: 'acme', name: 'shop' };
const commit = 'a'.repeat(40);
const ci = { branch: 'main', commit, workflow: 'ci.yml' };
const wanted = { description: 'Sells', visibility: 'internal' } as const;

let server: DocumentedServer;
beforeEach(async () => {
  server = await DocumentedServer.start();
});
afterEach(() => server.stop());

function forgeWith(integrations: object, host: string): Forge {
  const config = new ConfigReader({
    integrations: JSON.parse(JSON.stringify(integrations)),
  });
  return forgeOf(ScmIntegrations.fromConfig(config), host);
}

describe('GitHub', () => {
  let forge: Forge;
  beforeEach(() => {
    const token = 'gh-token';
    const apiBaseUrl = server.url;
    forge = forgeWith(
      { github: [{ host: 'ghe.example', apiBaseUrl, token }] },
      'ghe.example',
    );
  });
  const runs = `GET /repos/acme/shop/actions/runs?per_page=1&head_sha=${commit}`;
  const dispatch = 'POST /repos/acme/shop/actions/workflows/ci.yml/dispatches';

  it('has repositories in organisations and of people', async () => {
    server.answers = {
      'GET /repos/acme/shop': [
        [404, { message: 'Not Found' }],
        [200, { description: null }],
      ],
      'GET /users/acme': [200, { type: 'Organization' }],
      'POST /orgs/acme/repos': [201, { id: 1 }],
      'PATCH /repos/acme/shop': [200, { description: 'Sells' }],
      'DELETE /repos/acme/shop': [204],
    };
    expect(await forge.getRepository(ref)).toBeUndefined();
    expect(await forge.createRepository(ref, wanted)).toEqual({
      url: 'https://ghe.example/acme/shop',
      remoteUrl: 'https://ghe.example/acme/shop.git',
      description: 'Sells',
    });
    expect(await forge.getRepository(ref)).toMatchObject({ description: '' });
    await forge.setDescription(ref, 'Sells');
    await forge.deleteRepository(ref);
    expect(server.asked[2]).toEqual({
      method: 'POST',
      path: '/orgs/acme/repos',
      authorization: 'Bearer gh-token',
      body: {
        name: 'shop',
        description: 'Sells',
        private: true,
        visibility: 'internal',
        auto_init: false,
        has_wiki: false,
        delete_branch_on_merge: true,
      },
    });
    expect(await forge.gitCredentials(ref)).toEqual({
      username: 'x-access-token',
      password: 'gh-token',
    });
    expect(forge.fileUrl(ref, 'main', 'catalog-info.yaml')).toBe(
      'https://ghe.example/acme/shop/blob/main/catalog-info.yaml',
    );

    server.answers = {
      'GET /users/acme': [200, { type: 'User' }],
      'POST /user/repos': [201, { id: 2 }],
    };
    await forge.createRepository(ref, { ...wanted, visibility: 'public' });
    expect(server.asked.at(-1)?.body).toMatchObject({ private: false });
  });

  it('says what is in the way, and not what it was told', async () => {
    const failed = { message: 'secret of the host' };
    server.answers = {
      'GET /users/acme': [200, { type: 'Organization' }],
      'POST /orgs/acme/repos': [
        [422, failed],
        [422, failed],
        [403, failed],
        [502, failed],
      ],
      'GET /repos/acme/shop': [
        [200, { description: 'x' }],
        [404],
        [301, failed],
      ],
    };
    const create = () =>
      forge.createRepository(ref, wanted).catch(error => error);
    const errors = [await create(), await create(), await create()];
    errors.push(await create());
    errors.push(await forge.getRepository(ref).catch(error => error));
    expect(errors.map(({ name, message }) => `${name}: ${message}`)).toEqual([
      'ConflictError: acme/shop is at ghe.example already.',
      'ConflictError: ghe.example refused to create acme/shop (422). Check the names, or ask the platform team.',
      "NotAllowedError: ghe.example does not let the portal's account create acme/shop (403). Ask the platform team.",
      'ServiceUnavailableError: ghe.example could not create acme/shop just now (502). Try again in a minute.',
      'ConflictError: acme/shop at ghe.example leads to a repository that has been renamed. Choose another name.',
    ]);
    // The redirect was not followed: it would carry the token along.
    expect(server.sent()).not.toContain('GET /elsewhere');
    server.answers = { 'GET /users/acme': [404] };
    await expect(create()).resolves.toMatchObject({ name: 'InputError' });
    expect(() => forgeWith({}, 'elsewhere.example')).toThrow(
      'Repositories cannot be made at elsewhere.example.',
    );
  });

  it('has pull requests', async () => {
    const pull = { number: 7, html_url: 'https://ghe.example/7', title: 'T' };
    const list =
      'GET /repos/acme/shop/pulls?state=open&head=acme%3Aupdate%2F1&base=main&per_page=1';
    server.answers = {
      [list]: [
        [200, []],
        [200, [pull]],
      ],
      'POST /repos/acme/shop/pulls': [201, pull],
    };
    const branches = { head: 'update/1', base: 'main' };
    expect(await forge.findPull(ref, branches)).toBeUndefined();
    const texts = { title: 'T', body: 'B' };
    const opened = await forge.openPull(ref, { ...branches, ...texts });
    expect(opened).toEqual({
      number: 7,
      url: 'https://ghe.example/7',
      title: 'T',
    });
    expect(server.asked.at(-1)?.body).toEqual({ ...branches, ...texts });
    expect(await forge.findPull(ref, branches)).toEqual(opened);
  });

  it('starts CI unless it runs, and says when there is none', async () => {
    const run = { html_url: 'https://ghe.example/run/1' };
    server.answers = {
      [runs]: [
        [200, { workflow_runs: [] }],
        [200, { workflow_runs: [run] }],
        [200, { workflow_runs: [] }],
      ],
      [dispatch]: [[204], [404]],
    };
    expect(await forge.startCi(ref, ci)).toMatchObject({ outcome: 'started' });
    expect(server.asked.at(-1)?.body).toEqual({ ref: 'main' });
    expect(await forge.startCi(ref, ci)).toMatchObject({
      outcome: 'running',
      url: run.html_url,
    });
    expect(await forge.startCi(ref, ci)).toMatchObject({ outcome: 'none' });
    expect(server.sent().filter(it => it === dispatch)).toHaveLength(2);
  });
});

describe('GitLab', () => {
  let forge: Forge;
  const project = '/projects/acme%2Fteam%2Fshop';
  const nested = { owner: 'acme/team', name: 'shop' };
  beforeEach(() => {
    forge = forgeWith(
      {
        gitlab: [
          {
            host: 'gitlab.example',
            apiBaseUrl: `${server.url}/api/v4`,
            baseUrl: 'https://gitlab.example',
            token: 'glpat-token',
          },
        ],
      },
      'gitlab.example',
    );
  });
  const api = (method: string, path: string) => `${method} /api/v4${path}`;

  it('has projects in groups of groups', async () => {
    server.answers = {
      [api('GET', project)]: [
        [404],
        [200, { description: null }],
        [200, { description: 'x' }],
        [404],
      ],
      [api('GET', '/namespaces/acme%2Fteam')]: [200, { id: 12 }],
      [api('POST', '/projects')]: [[201, { id: 3 }], [400], [400]],
      [api('PUT', project)]: [200, { description: 'Sells' }],
      [api('DELETE', project)]: [202],
    };
    expect(await forge.getRepository(nested)).toBeUndefined();
    expect(await forge.createRepository(nested, wanted)).toMatchObject({
      remoteUrl: 'https://gitlab.example/acme/team/shop.git',
    });
    expect(server.asked.at(-1)).toEqual({
      method: 'POST',
      path: '/api/v4/projects',
      authorization: 'Bearer glpat-token',
      body: {
        name: 'shop',
        path: 'shop',
        namespace_id: 12,
        description: 'Sells',
        visibility: 'internal',
        default_branch: 'main',
      },
    });
    expect(await forge.getRepository(nested)).toMatchObject({
      description: '',
    });
    await expect(forge.createRepository(nested, wanted)).rejects.toThrow(
      'acme/team/shop is at gitlab.example already.',
    );
    await expect(forge.createRepository(nested, wanted)).rejects.toThrow(
      'gitlab.example refused to create acme/team/shop (400).',
    );
    await forge.setDescription(nested, 'Sells');
    await forge.deleteRepository(nested);
    expect(await forge.gitCredentials(nested)).toEqual({
      username: 'oauth2',
      password: 'glpat-token',
    });
    expect(forge.fileUrl(nested, 'main', 'catalog-info.yaml')).toBe(
      'https://gitlab.example/acme/team/shop/-/blob/main/catalog-info.yaml',
    );
    expect(forge.commitUrl(nested, commit)).toContain(`/-/commit/${commit}`);
    server.answers = { [api('GET', '/namespaces/acme%2Fteam')]: [404] };
    await expect(forge.createRepository(nested, wanted)).rejects.toThrow(
      'gitlab.example has no group acme/team.',
    );
  });

  it('has merge requests', async () => {
    const request = { iid: 4, web_url: 'https://gitlab.example/4', title: 'T' };
    const query =
      'state=opened&source_branch=update%2F1&target_branch=main&per_page=1';
    server.answers = {
      [api('GET', `${project}/merge_requests?${query}`)]: [
        [200, []],
        [200, [request]],
      ],
      [api('POST', `${project}/merge_requests`)]: [201, request],
    };
    const branches = { head: 'update/1', base: 'main' };
    expect(await forge.findPull(nested, branches)).toBeUndefined();
    const texts = { title: 'T', body: 'B' };
    const opened = await forge.openPull(nested, { ...branches, ...texts });
    expect(opened).toEqual({
      number: 4,
      url: 'https://gitlab.example/4',
      title: 'T',
    });
    expect(server.asked.at(-1)?.body).toEqual({
      source_branch: 'update/1',
      target_branch: 'main',
      title: 'T',
      description: 'B',
      remove_source_branch: true,
    });
    expect(await forge.findPull(nested, branches)).toEqual(opened);
  });

  it('starts a pipeline unless there is one, and says when there is no CI', async () => {
    const pipeline = { web_url: 'https://gitlab.example/p/1' };
    const query = `per_page=1&sha=${commit}`;
    const start = api('POST', `${project}/pipeline?ref=main`);
    server.answers = {
      [api('GET', `${project}/pipelines?${query}`)]: [
        [200, []],
        [200, [pipeline]],
        [403],
      ],
      [start]: [201, pipeline],
    };
    const url = pipeline.web_url;
    expect(await forge.startCi(nested, ci)).toMatchObject({
      outcome: 'started',
      url,
    });
    expect(await forge.startCi(nested, ci)).toMatchObject({
      outcome: 'running',
      url,
    });
    expect(await forge.startCi(nested, ci)).toMatchObject({ outcome: 'none' });
    expect(server.sent().filter(it => it === start)).toHaveLength(1);
  });
});
