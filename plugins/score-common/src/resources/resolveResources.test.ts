import type { KubernetesObject } from '@cairn/plugin-platform-common';
import {
  compositions,
  platform,
  render,
  said,
  xrds,
} from '../__testUtils__/platform';
import { SCORE_RESOURCES_ANNOTATION } from './annotations';
import { provisionersOf } from './provisionersOf';

function withResources(...lines: string[]): string {
  return [
    'apiVersion: score.dev/v1b1',
    'metadata: { name: web }',
    'service: { ports: { http: { port: 80 }, dns-udp: { port: 53, protocol: UDP } } }',
    'containers:',
    '  web: { image: app:1 }',
    'resources:',
    ...lines,
  ].join('\n');
}

function xrd(annotation: string, change: object = {}): KubernetesObject {
  const [database] = xrds;
  return {
    ...database,
    metadata: {
      ...database.metadata,
      annotations: { [SCORE_RESOURCES_ANNOTATION]: annotation },
    },
    ...change,
  };
}

describe('provisionersOf', () => {
  const builtIn = [
    'dns/default',
    'route/default',
    'service/default',
    'volume/default',
    'volume/ephemeral',
  ];
  const ids = (found: ReturnType<typeof provisionersOf>) =>
    found.items.map(it => `${it.type}/${it.class}`);

  it('offers what the compositions make', () => {
    expect(platform.problems).toEqual([]);
    expect(ids(platform)).toEqual(
      [...builtIn, 'postgres/default', 'redis/default'].sort(),
    );
    expect(ids(provisionersOf({ xrds }))).toEqual(
      [...builtIn, 'mysql/default', 'postgres/default', 'redis/default'].sort(),
    );
    expect(ids(provisionersOf({ xrds: [] }))).toEqual(builtIn);
  });

  it('uses the keys of the connection Secret where no outputs are named', () => {
    const [database] = xrds;
    const bare = xrd(
      '- type: postgres\n  class: large\n  spec: { size: large }',
    );
    bare.metadata.annotations = {
      ...database.metadata.annotations,
      ...bare.metadata.annotations,
    };
    const { items } = provisionersOf({ xrds: [bare], compositions });
    expect(items.find(it => it.class === 'large')?.outputs).toEqual([
      'database',
      'endpoint',
      'password',
      'port',
      'username',
    ]);
  });

  it.each([
    [xrd('a: ['), /annotation score.cairn.dev\/resources is not YAML\.$/],
    [xrd('{}'), /is not a list of resources/],
    [xrd('- {}'), /is not a list of resources: 0\.type/],
    [
      xrd('- { type: pg, outputs: { a: b }, variables: { X: "${c}" } }'),
      /has a variable with \$\{c\}, which is none of its outputs\.$/,
    ],
    [
      xrd('- { type: dns }'),
      /offers dns\/default, which the renderer offers already\.$/,
    ],
    [
      xrd('- { type: pg }', { status: { conditions: [] } }),
      /offers nothing to workloads\. Its definition is not established/,
    ],
    [
      xrd('- { type: pg }', { spec: {} }),
      /offers nothing to workloads\. It lacks the label/,
    ],
  ])('says what is wrong with a definition', (definition, message) => {
    const found = provisionersOf({ xrds: [definition] });
    expect(found.problems).toEqual([expect.stringMatching(message)]);
    expect(ids(found)).toEqual(builtIn);
  });
});

describe('resources', () => {
  it.each([
    [
      ['  queue: { type: kafka }'],
      '7:18 resources.queue.type: Nothing on the platform provides the type kafka. Choose what there is: dns, postgres, redis, route, service, volume. Or ask the platform team for it.',
    ],
    [
      ['  db: { type: postgres, class: huge }'],
      '7:32 resources.db.class: The platform offers postgres, but not in the class huge. Choose one of its classes: default.',
    ],
    [
      ['  db: { type: postgres, params: { size: huge, storageGB: 1 } }'],
      '7:41 resources.db.params.size: Must be one of: small, medium, large. See the fields of databases.platform.cairn.dev; the cluster checks the request again.',
      '7:58 resources.db.params.storageGB: Must be at least 5. See the fields of databases.platform.cairn.dev; the cluster checks the request again.',
    ],
    [
      ['  db: { type: postgres, params: { engine: mysql } }'],
      '7:35 resources.db.params.engine: engine follows from the type and class of the resource. Leave it out, or choose another type or class.',
    ],
    [
      [
        '  d1: { type: postgres, id: x1 }',
        '  d2: { type: postgres, id: x1, params: { size: large } }',
      ],
      '8:41 resources.d2.params: d2 and d1 are one resource by type, class and id, but ask for different things. Give both the same params, or one of them another id.',
    ],
    [
      [
        '  aa: { type: dns, params: { x: "${resources.bb.host}" } }',
        '  bb: { type: dns, params: { x: "${resources.cc.host}" } }',
        '  cc: { type: dns, params: { x: "${resources.aa.host}" } }',
      ],
      '9:34 resources.cc.params: Resources need each other: aa → bb → cc → aa. Remove one of these references.',
    ],
    [
      [
        '  db: { type: postgres }',
        '  route: { type: route, params: { host: "${resources.db.host}" } }',
      ],
      "8:42 resources.route.params.host: This would write a secret where everybody can read it. Take the secret from an environment variable: only a container's variables can refer to one.",
    ],
    [
      [
        '  route: { type: route, params: { host: a.example, port: dns-udp, path: x } }',
      ],
      '7:58 resources.route.params.port: A route needs a TCP port of the service. Choose one of: http (80).',
      '7:73 resources.route.params.path: The path of a route begins with a slash. Write / for everything.',
    ],
    [
      [`  ${'d'.repeat(62)}: { type: postgres }`],
      `7:3 resources.${'d'.repeat(
        62,
      )}: The claim would be called web-${'d'.repeat(
        62,
      )}, which Kubernetes refuses. The name is 66 characters long; shorten it to at most 63.`,
    ],
  ])('says of %j what cannot be provided', (lines, ...problems) => {
    const found = render(withResources(...lines));
    expect(said(found.problems)).toEqual(problems);
    expect(found.manifests).toEqual([]);
  });

  it('makes one claim of two entries with the same id, the same for every workload', () => {
    const shared = [
      '  d1: { type: postgres, id: books.shared }',
      '  d2: { type: postgres, id: books.shared }',
    ];
    const claimsOf = (text: string) =>
      render(text).manifests.filter(it => it.kind === 'Database');
    const [claim, ...more] = claimsOf(withResources(...shared));
    expect(more).toEqual([]);
    expect(claim).toEqual({
      apiVersion: 'platform.cairn.dev/v1alpha1',
      kind: 'Database',
      metadata: {
        name: 'books-shared',
        namespace: 'payments-dev',
        labels: {
          'app.kubernetes.io/managed-by': 'cairn',
          'cairn.dev/owner': 'payments',
        },
      },
      spec: {
        engine: 'postgres',
        writeConnectionSecretToRef: { name: 'books-shared-connection' },
      },
    });
    const other = withResources(...shared).replace('name: web', 'name: shop');
    expect(claimsOf(other)).toEqual([claim]);
  });

  it('renders a route for a host, with TLS where the environment has an issuer', () => {
    const text = withResources(
      '  shop: { type: dns }',
      '  route: { type: route, params: { host: "${resources.shop.host}", port: 80 } }',
    );
    const plain = render(text);
    const environment = {
      name: 'test',
      namespace: 'payments-test',
      production: false,
      domain: 'test.example',
      replicas: { min: 1, max: 1 },
      logLevel: 'info',
      telemetry: { endpoint: 'http://otel:4318', sampleRatio: 1 },
      ingress: {
        className: 'traefik',
        namespace: 'traefik',
        clusterIssuer: 'acme',
      },
      monitoringNamespace: 'monitoring',
    };
    const secure = render(text, { environment });
    const ingressOf = ({ manifests }: typeof plain) =>
      manifests.find(it => it.kind === 'Ingress');
    expect(ingressOf(plain)).toMatchObject({
      spec: { rules: [{ host: 'web-shop.dev.cairn.example' }] },
    });
    expect(ingressOf(plain)).not.toHaveProperty('spec.tls');
    expect(ingressOf(secure)).toMatchObject({
      metadata: { annotations: { 'cert-manager.io/cluster-issuer': 'acme' } },
      spec: {
        ingressClassName: 'traefik',
        tls: [
          { hosts: ['web-shop.test.example'], secretName: 'web-route-tls' },
        ],
      },
    });
  });
});
