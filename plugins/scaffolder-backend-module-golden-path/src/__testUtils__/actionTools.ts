import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { ConfigReader } from '@backstage/config';
import { ScmIntegrations } from '@backstage/integration';
import type { WatchCache } from '@cairn/plugin-platform-node';
import { TeamGuard } from '../people/TeamGuard';
import type { GoldenPathSettings, Organisation } from '../readSettings';

export const ada = mockCredentials.user('user:default/ada');

/** Knows Ada, who is in payments. */
export function guardOf(organisations: Organisation[] = []): TeamGuard {
  return TeamGuard.create({
    auth: mockServices.auth(),
    people: {
      getPerson: async ({ principal: { userEntityRef } }) => ({
        userRef: userEntityRef,
        groupRefs:
          userEntityRef === 'user:default/ada'
            ? ['group:default/payments']
            : [],
      }),
    },
    organisations,
  });
}

export const settings: GoldenPathSettings = {
  imageRegistry: 'registry.example',
  visibility: 'public',
  portalUrl: 'http://portal.example',
  author: { name: 'Cairn', email: 'cairn@cairn.example' },
  organisations: [],
  argocd: { namespace: 'argocd', server: 'https://kubernetes.default.svc' },
  gitops: {
    host: 'git.example',
    owner: 'platform',
    repo: 'gitops',
    branch: 'main',
    path: 'apps',
    mode: 'commit',
  },
};

/** One Gitea; `git.example` answers nobody. */
export function integrationsOf(
  host = 'git.example',
  url = 'https://git.example',
  password = 'x',
) {
  return ScmIntegrations.fromConfig(
    new ConfigReader({
      integrations: {
        gitea: [{ host, baseUrl: url, username: 'cairn-portal', password }],
        github: [{ host: 'github.com', token: 'x' }],
      },
    }),
  );
}

const databases = {
  apiVersion: 'apiextensions.crossplane.io/v2',
  kind: 'CompositeResourceDefinition',
  metadata: {
    name: 'databases.platform.cairn.dev',
    labels: { 'cairn.dev/offering': 'true' },
    annotations: {
      'cairn.dev/connection-keys': 'endpoint',
      'score.cairn.dev/resources':
        '[{ type: postgres, spec: { engine: postgres } }]',
    },
  },
  spec: {
    group: 'platform.cairn.dev',
    scope: 'Namespaced',
    names: { kind: 'Database', plural: 'databases' },
    versions: [
      {
        name: 'v1alpha1',
        served: true,
        referenceable: true,
        schema: {
          openAPIV3Schema: {
            properties: {
              spec: {
                properties: {
                  engine: { type: 'string' },
                  size: { type: 'string' },
                  writeConnectionSecretToRef: { type: 'object' },
                },
              },
            },
          },
        },
      },
    ],
  },
};

/** Offers databases, as the platform's definition does. */
export const cache: WatchCache = {
  list: async ({ kind }) => ({
    items:
      kind === 'CompositeResourceDefinition'
        ? [{ cluster: 'main', object: databases }]
        : [],
    sources: [],
  }),
  subscribe: () => () => {},
  health: () => [],
};
