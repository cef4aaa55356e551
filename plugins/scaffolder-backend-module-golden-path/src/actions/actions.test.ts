import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { createMockActionContext } from '@backstage/plugin-scaffolder-node-test-utils';
import type { JsonObject } from '@backstage/types';
import { parseTemplateFile } from '@cairn/plugin-golden-paths-common';
import {
  readRecipe,
  readSkeleton,
  renderGoldenPath,
} from '@cairn/plugin-golden-paths-node';
import { validate, type Schema } from 'jsonschema';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import {
  ada,
  cache,
  guardOf,
  integrationsOf,
  settings,
} from '../__testUtils__/actionTools';
import { PluginServer } from '../__testUtils__/PluginServer';
import { ClaimsClient } from '../claims/ClaimsClient';
import { NamesClient } from '../claims/NamesClient';
import { PortalClient } from '../clients/PortalClient';
import { ProvisionerReader } from '../clients/ProvisionerReader';
import type { Organisation } from '../readSettings';
import { createApplicationAction } from './createApplicationAction';
import { createCiDispatchAction } from './createCiDispatchAction';
import { createClaimAction } from './createClaimAction';
import { createDashboardAction } from './createDashboardAction';
import { createPublishAction } from './createPublishAction';
import { createRegisterAction } from './createRegisterAction';
import { createScoreRenderAction } from './createScoreRenderAction';
import { createSkeletonAction } from './createSkeletonAction';

interface AnyAction {
  id: string;
  examples?: { example: string }[];
  schema?: { input?: Schema };
  handler(context: never): Promise<void>;
}

const templates = join(__dirname, '../__fixtures__/templates');
const templateInfo = {
  entityRef: 'template:default/tiny',
  baseUrl: `file://${templates}/tiny/template.yaml`,
  entity: {
    metadata: {
      name: 'tiny',
      annotations: { 'cairn.dev/template-version': '1.0.0' },
    },
  },
};
const repository = { host: 'git.example', owner: 'payments' };
const shop = { name: 'shop', owner: 'payments' };

describe('the steps of golden paths', () => {
  let portal: PluginServer;
  let workspacePath: string;

  beforeEach(async () => {
    portal = await PluginServer.start();
    workspacePath = await mkdtemp(join(tmpdir(), 'cairn-workspace-'));
    const items = ['dev', 'prod'].map(environment => ({
      cluster: 'main',
      name: `payments-${environment}`,
      owner: 'group:default/payments',
      environment,
    }));
    portal.answers = {
      'GET /names/shop': { body: { verdict: 'free', checks: [] } },
      'GET /targets': { body: { items } },
      'POST /preflight': {
        body: { ok: true, checks: [], problems: [], warnings: [] },
      },
      'POST /claims': { body: { uid: '1' } },
    };
  });
  afterEach(async () => {
    await portal.stop();
    await rm(workspacePath, { recursive: true, force: true });
  });

  function actions(
    organisations: Organisation[] = [],
    gitUrl?: string,
  ): AnyAction[] {
    const guard = guardOf(organisations);
    const integrations = integrationsOf('git.example', gitUrl);
    const provisioners = ProvisionerReader.create({ cache });
    const client = PortalClient.create({
      auth: mockServices.auth(),
      discovery: mockServices.discovery.mock({
        getBaseUrl: async () => portal.url,
      }),
    });
    const { imageRegistry, portalUrl } = settings;
    return [
      createClaimAction({
        guard,
        provisioners,
        claims: ClaimsClient.create({ portal: client }),
        names: NamesClient.create({ portal: client }),
      }),
      createSkeletonAction({
        settings,
        reader: mockServices.urlReader.mock(),
        integrations,
      }),
      createScoreRenderAction({ provisioners, imageRegistry }),
      createDashboardAction({ portalUrl }),
      createPublishAction({ settings, integrations, guard }),
      createApplicationAction({ settings, integrations, guard }),
      createCiDispatchAction({ integrations, guard }),
      createRegisterAction({
        auth: mockServices.auth(),
        catalog: catalogServiceMock(),
        integrations,
        guard,
      }),
    ];
  }

  async function run(
    id: string,
    input: JsonObject,
    options: {
      isDryRun?: boolean;
      person?: string;
      secrets?: Record<string, string>;
      organisations?: Organisation[];
      gitUrl?: string;
    } = {},
  ): Promise<Record<string, unknown>> {
    const action = actions(options.organisations, options.gitUrl).find(
      it => it.id === id,
    );
    const output: Record<string, unknown> = {};
    const mocked = createMockActionContext({
      input,
      workspacePath,
      templateInfo,
      secrets: options.secrets,
      task: { id: 'run-1' },
    });
    const context = {
      ...mocked,
      isDryRun: options.isDryRun,
      getInitiatorCredentials: async () =>
        options.person ? mockCredentials.user(options.person) : ada,
      output: (name: string, value: unknown) => {
        output[name] = value;
      },
    };
    await action?.handler(context as never);
    return output;
  }

  it('have examples that run dry and ask nothing of a forge', async () => {
    const organisations = [
      { host: 'github.com', owner: 'acme', groups: ['payments'] },
    ];
    portal.answers['GET /names/shop'] = {
      body: { verdict: 'free', checks: [] },
    };
    let count = 0;
    for (const action of actions()) {
      for (const { example } of action.examples ?? []) {
        const [step] = parse(example).steps;
        expect(step.action).toBe(action.id);
        expect(validate(step.input, action.schema?.input ?? {}).errors).toEqual(
          [],
        );
        await run(action.id, step.input, { isDryRun: true, organisations });
        count += 1;
      }
    }
    expect(count).toBe(13);
    expect(portal.asked.map(({ path }) => path)).not.toContain('POST /claims');
  });

  it('write exactly what a newer version is compared with', async () => {
    const code = { ...shop, repository, description: 'It\'s "good"' };
    const own = { language: 'go', port: 9090 };
    await run('cairn:skeleton', { ...code, values: own });
    await run('cairn:score:render', shop);
    await run('cairn:dashboard', { ...shop, language: 'go' });
    const files = await readSkeleton(workspacePath);
    const kept = parseTemplateFile(
      await readFile(join(workspacePath, '.cairn/template.yaml'), 'utf8'),
    );
    expect(kept).toMatchObject({
      file: {
        template: 'template:default/tiny',
        version: '1.0.0',
        values: { name: 'shop', port: 9090, hasDatabase: false },
      },
    });
    const template = parse(
      await readFile(join(templates, 'tiny/template.yaml'), 'utf8'),
    );
    const again = await renderGoldenPath({
      template: { ref: 'template:default/tiny', version: '1.0.0' },
      recipe: readRecipe(template),
      skeletons: [
        join(templates, '_common/skeleton'),
        join(templates, 'tiny/skeleton'),
      ],
      values: 'file' in kept! ? kept.file.values : {},
      provisioners: [],
    });
    const text = (all: typeof files) =>
      all.map(({ path, content, executable }) => [
        path,
        executable,
        content.toString('utf8'),
      ]);
    expect(text(again)).toEqual(text(files));
    expect(files.map(({ path }) => path)).toContain(
      'deploy/prod/deployment-shop.yaml',
    );
  });

  it('keep no secret in the repository', async () => {
    const input = {
      ...shop,
      repository,
      values: { deep: [{ token: 'Bearer s3cret-token' }] },
    };
    const failing = run('cairn:skeleton', input, {
      secrets: { backstageToken: 's3cret-token' },
    });
    await expect(failing).rejects.toThrow(
      'values.deep.0.token holds a secret, and values are kept in the repository.',
    );
    expect(await readSkeleton(workspacePath)).toEqual([]);
  });

  it('say where score.yaml is wrong', async () => {
    await expect(run('cairn:score:render', shop)).rejects.toThrow(
      'There is no score.yaml.',
    );
    const values = { language: 'go', port: '"many"' };
    await run('cairn:skeleton', { ...shop, repository, values });
    await expect(run('cairn:score:render', shop)).rejects.toThrow(
      /^score\.yaml:8:19 service\.ports\.http\.targetPort: /,
    );
  });

  it('refuse people of other teams, organisations of other teams, and machines', async () => {
    const remoteUrl = 'https://git.example/payments/shop.git';
    const catalogInfoUrl =
      'https://git.example/payments/shop/catalog-info.yaml';
    const inputs: Record<string, JsonObject> = {
      'cairn:claim': { ...shop, mode: 'request', database: 'small' },
      'cairn:publish': { ...shop, repository },
      'cairn:argocd:application': { ...shop, remoteUrl },
      'cairn:ci:dispatch': { ...shop, repository },
      'cairn:register': { ...shop, catalogInfoUrl },
    };
    for (const [id, input] of Object.entries(inputs)) {
      const failing = run(id, input, { person: 'user:default/ben' });
      await expect(failing).rejects.toThrow(
        'You are not in the team payments.',
      );
      await expect(run(id, { ...input, owner: 'platform' })).rejects.toThrow(
        'You are not in the team platform.',
      );
    }
    const guard = guardOf();
    await expect(
      guard.assertMember(mockCredentials.service(), 'payments'),
    ).rejects.toThrow('A golden path is run by a person.');

    const elsewhere = { host: 'git.example', owner: 'platform' };
    for (const id of ['cairn:publish', 'cairn:ci:dispatch']) {
      await expect(run(id, { ...shop, repository: elsewhere })).rejects.toThrow(
        'Repositories of payments do not go to platform',
      );
      // What is configured for others is not for payments, even where it is called like it.
      const organisations = [{ ...repository, groups: ['logistics'] }];
      await expect(
        run(id, { ...shop, repository }, { organisations }),
      ).rejects.toThrow('Repositories of payments do not go to payments');
    }
    expect(portal.asked).toEqual([]);
  });

  it('ask for names and resources as the person before anything is made', async () => {
    const check = { ...shop, mode: 'check', repository, database: 'small' };
    expect(await run('cairn:claim', check)).toEqual({
      claims: ['dev', 'prod'].map(environment => ({
        kind: 'Database',
        name: 'shop-db',
        namespace: `payments-${environment}`,
        cluster: 'main',
      })),
    });
    expect(portal.asked.map(({ path }) => path)).toEqual([
      'GET /targets?offering=databases.platform.cairn.dev',
      'GET /targets?offering=databases.platform.cairn.dev',
      'GET /names/shop?owner=payments&repoHost=git.example&repoOwner=payments',
      'POST /preflight',
      'POST /preflight',
    ]);
    const request = {
      cluster: 'main',
      offering: 'databases.platform.cairn.dev',
      namespace: 'payments-dev',
      name: 'shop-db',
      component: 'shop',
      spec: {
        engine: 'postgres',
        size: 'small',
        writeConnectionSecretToRef: { name: 'shop-db-connection' },
      },
    };
    expect(portal.asked[3].body).toEqual(request);
    for (const { authorization } of portal.asked) {
      expect(authorization).toContain('user:default/ada');
    }

    portal.asked.length = 0;
    const now = { ...shop, mode: 'request', database: 'small' };
    await run('cairn:claim', { ...now, environments: ['dev'] });
    expect(portal.asked.map(({ path, body }) => [path, body])).toEqual([
      ['GET /targets?offering=databases.platform.cairn.dev', undefined],
      ['POST /claims', request],
    ]);
  });

  it('say everything that speaks against it, and what is there after a failure', async () => {
    const check = { ...shop, mode: 'check', repository, database: 'huge' };
    portal.answers['GET /names/shop'] = {
      body: {
        verdict: 'taken',
        checks: [
          { verdict: 'taken', message: 'The catalog has a shop.' },
          { verdict: 'unknown', message: 'git.example does not answer.' },
        ],
      },
    };
    portal.answers['POST /preflight'] = {
      body: {
        ok: false,
        checks: [
          { title: 'The name is free', verdict: 'passed' },
          { title: 'The settings fit', verdict: 'failed', message: 'No huge.' },
          { title: 'The cluster accepts it', verdict: 'not-run' },
        ],
        problems: [{ field: 'spec.size', message: 'No huge.' }],
        warnings: [],
      },
    };
    await expect(run('cairn:claim', check)).rejects.toThrow(
      [
        'The catalog has a shop.',
        ...['dev', 'prod'].flatMap(environment => [
          `Database shop-db in payments-${environment}: No huge.`,
          `Database shop-db in payments-${environment}: Not sure: The cluster accepts it.`,
        ]),
        'Nothing has been made.',
      ].join('\n'),
    );
    await expect(
      run('cairn:claim', { ...check, database: 'none', cache: 'small' }),
    ).rejects.toThrow(
      'The platform does not offer redis just now. It offers: postgres.',
    );
    await expect(
      run('cairn:claim', { ...check, environments: ['qa'] }),
    ).rejects.toThrow('You may not request a Database in qa for payments');

    const now = { ...shop, mode: 'request', database: 'small' };
    portal.answers['POST /claims'] = {
      status: 409,
      body: { error: { name: 'ConflictError', message: 'It is taken' } },
    };
    await expect(run('cairn:claim', now)).rejects.toMatchObject({
      name: 'ConflictError',
      message: 'It is taken. This step has made nothing.',
    });
    await expect(
      run(
        'cairn:publish',
        { ...shop, repository },
        { gitUrl: 'http://127.0.0.1:9' },
      ),
    ).rejects.toMatchObject({
      name: 'ServiceUnavailableError',
      message: expect.stringMatching(
        /^git\.example does not answer\. .*This step has made nothing\.$/,
      ),
    });
  });
});
