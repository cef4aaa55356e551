import { ConfigReader } from '@backstage/config';
import { ComponentIndex } from './ComponentIndex';
import { environmentNamed } from './environments';
import { readDirectoryOptions } from './readDirectoryOptions';
import { repositoryOf } from './repositoryOf';
import {
  deployedBy,
  resolveComponent,
  resolveEnvironment,
  resolveRepository,
} from './resolve';

describe('repositoryOf', () => {
  const places: [string, string | undefined, string?][] = [
    ['url:https://github.com/Acme/Shop/', 'acme/shop'],
    ['https://github.com/acme/shop.git', 'acme/shop'],
    ['git@github.com:acme/shop.git', 'acme/shop'],
    ['ssh://git@git.example.org:2222/acme/shop', 'acme/shop'],
    [
      'url:https://github.com/acme/mono/tree/main/services/cart/',
      'acme/mono',
      'services/cart',
    ],
    [
      'https://github.com/acme/mono/blob/main/catalog-info.yaml',
      'acme/mono',
      'catalog-info.yaml',
    ],
    ['https://gitlab.com/a/deep/shop/-/tree/main/api', 'a/deep/shop', 'api'],
    ['url:http://localhost:7030/payments/web/src/branch/main/', 'payments/web'],
    [
      'url:http://localhost:7030/payments/web/src/branch/main/api',
      'payments/web',
      'api',
    ],
    ['file:///repos/shop.git', undefined],
    ['https://github.com/acme', undefined],
    ['nowhere', undefined],
    ['', undefined],
  ];

  it.each(places.map(([a, b, c]) => [a, b, c]))(
    '%s',
    (address = '', repository, folder) => {
      expect(repositoryOf(address)).toEqual(
        repository === undefined
          ? undefined
          : { repository, ...(folder && { folder }) },
      );
    },
  );
});

describe('environments', () => {
  const names: [string, string | undefined, string?][] = [
    ['production', 'production', 'production'],
    ['Prod', 'production', 'production'],
    ['payments-prod', 'production', 'production'],
    ['prod-eu', 'production', 'prod-eu'],
    ['preprod', 'staging', 'staging'],
    ['pre-production', 'staging', 'staging'],
    ['payments-preprod', 'staging', 'staging'],
    ['payments-dev', 'development', 'development'],
    ['review/42-login', 'preview', 'preview'],
    ['web-shop-pr-12', 'preview', 'preview'],
    ['nonprod', undefined],
    ['reproduction', undefined],
    ['harbour', undefined],
    ['', undefined],
  ];

  it.each(names.map(([a, b, c]) => [a, b, c]))(
    '%s',
    (given = '', tier, name) => {
      expect(environmentNamed(given)).toEqual(
        tier === undefined ? undefined : { tier, name },
      );
    },
  );

  it('what is configured counts first', () => {
    const { environments } = readDirectoryOptions(
      new ConfigReader({
        dora: {
          environments: {
            production: { aliases: ['harbour', 'customer-*'] },
            'prod-eu': { tier: 'production', aliases: ['eu-west-1'] },
            canary: { aliases: ['canary-prod'] },
          },
        },
      }),
    );
    const named = (name: string) => environmentNamed(name, environments);
    expect(named('Harbour')).toEqual({
      name: 'production',
      tier: 'production',
    });
    expect(named('customer-a')?.tier).toBe('production');
    expect(named('eu-west-1')).toEqual({ name: 'prod-eu', tier: 'production' });
    expect(named('canary-prod')?.tier).toBe('canary');
    expect(named('shop-prod')?.name).toBe('production');
  });
});

const entity = (name: string, annotations: Record<string, string> = {}) => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name, annotations },
  spec: { owner: 'payments', system: 'system:shop/checkout' },
});

const index = ComponentIndex.fromEntities(
  [
    entity('shop', {
      'github.com/project-slug': 'Acme/Shop',
      'cairn.dev/dora-name': 'storefront, web',
    }),
    entity('cart', {
      'backstage.io/source-location':
        'url:https://github.com/acme/mono/tree/main/services/cart/',
      'cairn.dev/dora-id': 'c-1',
      'cairn.dev/incident-sources': 'pagerduty',
      'cairn.dev/deployment-sources': 'argocd',
      'backstage.io/kubernetes-id': 'both',
    }),
    entity('search', {
      'backstage.io/source-location':
        'url:https://github.com/acme/mono/tree/main/services/search/',
      'cairn.dev/paths': 'services/search/**,libs/index/**',
      'backstage.io/kubernetes-id': 'both',
    }),
    { ...entity('shop'), kind: 'API' },
  ],
  { environments: [], incidentSources: ['alertmanager'] },
);

describe('ComponentIndex', () => {
  it('says what a component is', () => {
    expect(index.all()).toHaveLength(3);
    expect(index.componentsOfRepository('ACME/shop')).toMatchObject([
      {
        entityRef: 'component:default/shop',
        owner: 'group:default/payments',
        system: 'system:shop/checkout',
        definition: {
          uid: 'component:default/shop',
          repository: 'acme/shop',
          incidentSources: ['alertmanager'],
        },
      },
    ]);
    expect(index.repositories()).toEqual(['acme/mono', 'acme/shop']);
  });

  it('edge case monorepo: each component is a folder, or the paths it says', () => {
    expect(
      index
        .componentsOfRepository('acme/mono')
        .map(({ definition }) => definition),
    ).toEqual([
      {
        uid: 'c-1',
        repository: 'acme/mono',
        paths: ['services/cart/**'],
        incidentSources: ['pagerduty'],
      },
      {
        uid: 'component:default/search',
        repository: 'acme/mono',
        paths: ['services/search/**', 'libs/index/**'],
        incidentSources: ['alertmanager'],
      },
    ]);
  });

  it('finds by each of its names, and says why not', () => {
    const found = (...names: string[]) => resolveComponent(names, index);
    for (const name of ['shop', 'Web', 'component:default/shop']) {
      expect(found(name).found?.entityRef).toBe('component:default/shop');
    }
    expect(found('gone', 'storefront').found).toBeDefined();
    expect(found('both').problem).toMatchObject({
      reason: 'ambiguous_component',
      subject: 'both',
    });
    expect(found('gone').problem).toMatchObject({
      reason: 'no_component',
      mend: expect.stringContaining('cairn.dev/dora-name: gone'),
    });
    expect(found().problem?.reason).toBe('no_component');
    expect(resolveRepository('acme/none', index).problem).toMatchObject({
      reason: 'no_component',
      subject: 'acme/none',
    });
    expect(resolveEnvironment('harbour', index).problem).toMatchObject({
      reason: 'unknown_environment',
      mend: expect.stringContaining('dora.environments'),
    });
  });

  it('knows which sources tell of deployments', () => {
    const names = (source: string) =>
      deployedBy(source, index.all()).map(({ entityRef }) => entityRef);
    expect(names('github')).not.toContain('component:default/cart');
    expect(names('argocd')).toHaveLength(3);
  });
});
