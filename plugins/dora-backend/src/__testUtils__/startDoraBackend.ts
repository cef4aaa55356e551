import { createHmac } from 'node:crypto';
import {
  createBackendModule,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import {
  mockServices,
  startTestBackend,
  type ServiceMock,
} from '@backstage/backend-test-utils';
import type { PermissionsService } from '@backstage/backend-plugin-api';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { notificationService } from '@backstage/plugin-notifications-node';
import {
  AuthorizeResult,
  type PolicyDecision,
} from '@backstage/plugin-permission-common';
import { isDoraComponentOwner } from '@cairn/plugin-dora-common';
import {
  doraCollectorExtensionPoint,
  verifyHmac,
  type WebhookCollector,
} from '@cairn/plugin-dora-node';
import type { Knex } from 'knex';
import request from 'supertest';
import { doraPlugin } from '../plugin';
import { ada, dev } from './people';

// A backend starts slowly on a machine that does much else.
jest.setTimeout(60_000);

const SECRET = 'a secret of the tests';
const GROUPS: Record<string, string> = {
  'user:default/ada': 'group:default/payments',
  'user:default/ben': 'group:default/logistics',
};

/** A source whose deliveries are facts already. */
const pager: WebhookCollector = {
  id: 'pager',
  title: 'Pager',
  verify: verifyHmac({ header: 'x-hub-signature-256', prefix: 'sha256=' }),
  deliveryId: ({ headers }) => headers['x-github-delivery'],
  async translate({ body }, context) {
    const payload: {
      facts: never[];
      repository?: string;
    } = JSON.parse(body.toString('utf8'));
    const { facts, repository } = payload;
    return repository && !context.componentsOfRepository(repository).length
      ? {
          facts: [],
          unmatched: [
            {
              reason: 'no_component',
              subject: repository,
              detail: `No component of the catalog has the repository ${repository}.`,
              mend: 'Add it to the catalog.',
            },
          ],
        }
      : { facts };
  },
};

const pagerModule = createBackendModule({
  pluginId: 'dora',
  moduleId: 'pager',
  register(env) {
    env.registerInit({
      deps: { collectors: doraCollectorExtensionPoint },
      async init({ collectors }) {
        collectors.addWebhook(pager);
      },
    });
  },
});

/** A policy like the product's: numbers for all, rows and words for owners, the rest for the platform team. */
function ownershipPolicy(): ServiceMock<PermissionsService> {
  const userOf = (options?: { credentials?: { principal?: unknown } }) => {
    const { userEntityRef, type } = (options?.credentials?.principal ?? {}) as {
      userEntityRef?: string;
      type?: string;
    };
    return type === 'service' ? 'service' : userEntityRef ?? '';
  };
  return mockServices.permissions.mock({
    async authorize(requests, options) {
      const user = userOf(options);
      return requests.map(({ permission }) => ({
        result:
          user === 'user:default/dev' ||
          permission.name === 'dora.metrics.read' ||
          (user === 'user:default/erin' &&
            permission.name === 'dora.sources.read')
            ? AuthorizeResult.ALLOW
            : AuthorizeResult.DENY,
      }));
    },
    async authorizeConditional(requests, options) {
      const user = userOf(options);
      const team = GROUPS[user];
      return requests.map((): PolicyDecision => {
        if (user === 'user:default/dev' || user === 'service') {
          return { result: AuthorizeResult.ALLOW };
        }
        return team
          ? {
              result: AuthorizeResult.CONDITIONAL,
              pluginId: 'dora',
              resourceType: 'dora-component',
              conditions: isDoraComponentOwner({ owners: [team] }),
            }
          : { result: AuthorizeResult.DENY };
      });
    },
  });
}

function component(name: string, owner: string, system?: string) {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: {
      name,
      namespace: 'default',
      annotations: {
        'cairn.dev/repository': `acme/${name}`,
        'cairn.dev/incident-sources': 'pager',
      },
    },
    relations: [
      { type: 'ownedBy', targetRef: `group:default/${owner}` },
      ...(system
        ? [{ type: 'partOf', targetRef: `system:default/${system}` }]
        : []),
    ],
  };
}

function named(kind: string, name: string, title: string) {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind,
    metadata: { name, namespace: 'default', title },
  };
}

export const ENTITIES = [
  component('shop', 'payments', 'checkout'),
  component('van', 'logistics'),
  named('Group', 'payments', 'Payments'),
  named('Group', 'logistics', 'Logistics'),
  named('System', 'checkout', 'Checkout'),
];

/** Starts the plugin over a small catalog and an empty database. */
export async function startDoraBackend(db: Knex) {
  const auditor = mockServices.auditor.mock();
  const audit = { success: jest.fn(), fail: jest.fn() };
  auditor.createEvent.mockResolvedValue(audit);
  const { server } = await startTestBackend({
    features: [
      mockServices.database.factory({ knex: db }),
      catalogServiceMock.factory({ entities: ENTITIES }),
      createServiceFactory({
        service: notificationService,
        deps: {},
        factory: () => ({ send: async () => {} }),
      }),
      mockServices.rootConfig.factory({
        data: { dora: { webhooks: { pager: { secrets: [SECRET] } } } },
      }),
      auditor.factory,
      ownershipPolicy().factory,
      doraPlugin,
      pagerModule,
    ],
  });

  const get = (path: string, person = ada) =>
    request(server).get(`/api/dora${path}`).set(person);
  const post = (path: string, body: object, person = ada) =>
    request(server).post(`/api/dora${path}`).set(person).send(body);
  const deliver = (
    body: string,
    options: { secret?: string; signature?: string; id?: string } = {},
  ) => {
    const { secret = SECRET, id = '1' } = options;
    const signature =
      options.signature ??
      `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
    return request(server)
      .post('/api/dora/webhooks/pager')
      .set('content-type', 'application/json')
      .set('x-github-delivery', id)
      .set('x-hub-signature-256', signature)
      .send(body);
  };
  /** Until everything that came is in the numbers. */
  const settled = async () => {
    for (;;) {
      const { body } = await get('/status', dev);
      if (body.catalogReadAt && body.pending === 0 && !body.rebuild) return;
      await new Promise(resolve => setTimeout(resolve, 50));
    }
  };
  await settled();
  return { server, auditor, audit, get, post, deliver, settled };
}
