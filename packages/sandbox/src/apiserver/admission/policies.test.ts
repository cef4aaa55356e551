import { AdmissionWorld } from '../../__testUtils__/AdmissionWorld';
import recorded from './recordings/policies.json';

const GROUP = '/apis/admissionregistration.k8s.io/v1';
const MAPS = '/api/v1/namespaces/default/configmaps';

jest.setTimeout(60_000);

interface Step {
  note?: string;
  requests: { method: string; path: string; type?: string; body?: object }[];
  refused: string[];
  warnings?: string[];
}

describe('ValidatingAdmissionPolicies', () => {
  let world: AdmissionWorld;
  beforeAll(async () => {
    world = await AdmissionWorld.start();
  });
  afterAll(() => world.stop());

  it.each(
    recorded.scenarios.map(({ title, steps }) => [title, steps] as const),
  )('answers as recorded: %s', async (_title, steps) => {
    for (const { requests, refused, warnings = [] } of steps as Step[]) {
      const replies = [];
      for (const { method, path, type, body } of requests) {
        replies.push(await world.send(method, path, body, { type }));
      }
      const messages = replies
        .filter(({ code }) => code >= 400)
        .map(({ body }) => body.message);
      expect(messages).toEqual(
        refused.map(text => expect.stringContaining(text)),
      );
      expect(replies.flatMap(reply => reply.warnings)).toEqual(warnings);
    }
  });

  /** Puts a policy to use on objects that are labelled with its name. */
  async function bind(
    name: string,
    spec: object,
    binding: object = {},
  ): Promise<void> {
    const answers = [
      await world.send('POST', `${GROUP}/validatingadmissionpolicies`, {
        metadata: { name },
        spec: {
          matchConstraints: {
            resourceRules: [
              {
                apiGroups: ['', 'events.k8s.io'],
                apiVersions: ['v1'],
                operations: ['*'],
                resources: ['configmaps', 'events', 'serviceaccounts/token'],
              },
            ],
            objectSelector: { matchLabels: { [name]: 'yes' } },
          },
          ...spec,
        },
      }),
      await world.send('POST', `${GROUP}/validatingadmissionpolicybindings`, {
        metadata: { name: `${name}-b` },
        spec: { policyName: name, validationActions: ['Deny'], ...binding },
      }),
    ];
    expect(answers.map(({ body }) => body.message)).toEqual([
      undefined,
      undefined,
    ]);
  }

  const create = (name: string, label: string, as?: string) =>
    world.send(
      'POST',
      MAPS,
      { metadata: { name, labels: { [label]: 'yes' } }, data: { a: 'b' } },
      { as },
    );

  it('answers 422 with the cause, or what the reason stands for', async () => {
    await bind('plain', { validations: [{ expression: 'false' }] });
    const message =
      "ValidatingAdmissionPolicy 'plain' with binding 'plain-b' denied request: failed expression: false";
    expect((await create('plain', 'plain')).body).toEqual({
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message: `configmaps "plain" is forbidden: ${message}`,
      reason: 'Invalid',
      details: { name: 'plain', kind: 'configmaps', causes: [{ message }] },
      code: 422,
    });
    await bind('large', {
      validations: [{ expression: 'false', reason: 'RequestEntityTooLarge' }],
    });
    expect(await create('large', 'large')).toMatchObject({
      code: 413,
      body: { reason: 'RequestEntityTooLarge' },
    });
  });

  it('shows expressions the request, its namespace, variables and rights', async () => {
    const holds = (expression: string) => ({
      expression,
      message: `not so: ${expression}`,
    });
    await bind('shown', {
      variables: [
        { name: 'data', expression: 'object.data' },
        { name: 'both', expression: "variables.data.a + 'c'" },
        { name: 'broken', expression: 'object.data.nope' },
      ],
      validations: [
        "request.operation == 'CREATE' && oldObject == null",
        "request.userInfo.username == 'ada' && !request.dryRun",
        "request.kind.kind == 'ConfigMap' && request.resource.resource == 'configmaps'",
        "request.namespace == 'default' && request.name == 'shown'",
        "namespaceObject.metadata.labels['kubernetes.io/metadata.name'] == 'default'",
        "variables.both == 'bc'",
        "object.metadata.uid != ''",
        "authorizer.group('').resource('configmaps').namespace('default').check('create').allowed()",
        "authorizer.requestResource.check('create').allowed()",
        "!authorizer.group('').resource('secrets').check('get').allowed()",
        "!authorizer.serviceAccount('default', 'x').path('/healthz').check('put').allowed()",
        'variables.broken == 1',
      ].map(holds),
    });
    await world.send(
      'POST',
      '/apis/rbac.authorization.k8s.io/v1/namespaces/default/roles',
      {
        metadata: { name: 'maps' },
        rules: [{ apiGroups: [''], resources: ['configmaps'], verbs: ['*'] }],
      },
    );
    await world.send(
      'POST',
      '/apis/rbac.authorization.k8s.io/v1/namespaces/default/rolebindings',
      {
        metadata: { name: 'maps' },
        roleRef: { kind: 'Role', name: 'maps' },
        subjects: [{ kind: 'User', name: 'ada' }],
      },
    );
    const { body } = await create('shown', 'shown', 'ada');
    expect(body.message).toBe(
      "configmaps \"shown\" is forbidden: ValidatingAdmissionPolicy 'shown' with binding 'shown-b' denied request: expression 'variables.broken == 1' resulted in error: composited variable \"broken\" fails to evaluate: no such key: nope",
    );
  });

  it('notes failures and annotations for the audit log', async () => {
    await bind(
      'noted',
      {
        validations: [{ expression: 'false', message: 'just so you know' }],
        auditAnnotations: [
          { key: 'value', valueExpression: "'a is ' + object.data.a" },
        ],
      },
      { validationActions: ['Audit'] },
    );
    expect(await create('noted', 'noted')).toMatchObject({
      code: 201,
      warnings: [],
    });
    const line = world.lines.find(one => one.includes('noted/value')) ?? '{}';
    const { annotations } = JSON.parse(line) as {
      annotations: Record<string, string>;
    };
    expect(annotations['noted/value']).toBe('a is b');
    expect(
      JSON.parse(
        annotations['validation.policy.admission.k8s.io/validation_failure'],
      ),
    ).toEqual([
      {
        message: 'just so you know',
        policy: 'noted',
        binding: 'noted-b',
        expressionIndex: 0,
        validationActions: ['Audit'],
      },
    ]);
  });

  it('matches a resource by its other name, and guards deletions', async () => {
    const events = '/api/v1/namespaces/default/events';
    const event = (name: string) => ({
      metadata: { name, labels: { other: 'yes' } },
      involvedObject: { namespace: 'default' },
      reason: 'Tried',
    });
    await bind('other', {
      matchConstraints: {
        resourceRules: [
          {
            apiGroups: ['events.k8s.io'],
            apiVersions: ['v1'],
            operations: ['CREATE', 'DELETE'],
            resources: ['events'],
          },
        ],
        objectSelector: { matchLabels: { other: 'yes' } },
      },
      validations: [
        {
          expression: "request.operation == 'CREATE' && request.name == 'good'",
          messageExpression:
            "request.operation + ' ' + request.resource.group + ' for ' + request.requestResource.version",
        },
      ],
    });
    expect((await world.send('POST', events, event('bad'))).body.message).toBe(
      "events \"bad\" is forbidden: ValidatingAdmissionPolicy 'other' with binding 'other-b' denied request: CREATE events.k8s.io for v1",
    );
    expect(await world.send('POST', events, event('good'))).toMatchObject({
      code: 201,
    });
    expect(
      (await world.send('DELETE', `${events}?labelSelector=other`)).body
        .message,
    ).toContain('events "Unknown" is forbidden');
    expect(await world.send('GET', `${events}/good`)).toMatchObject({
      code: 200,
    });
  });
});
