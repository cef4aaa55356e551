import { matchResources } from './matchResources';
import { compileProgram, PolicyCompileError } from './PolicyProgram';

const object = {
  metadata: { name: 'web', labels: { app: 'web' } },
  spec: {
    replicas: 3,
    containers: [
      { name: 'a', image: 'shop:1.0', resources: { limits: { cpu: '1' } } },
      { name: 'b', image: 'shop', resources: null },
    ],
  },
};

function outcome(expression: string, options: { params?: unknown } = {}) {
  const program = compileProgram(
    { validations: [{ expression }] },
    { inputs: ['params'] },
  );
  return program.on({ object, ...options })(program.validations[0].run);
}

function problemsOf(source: Parameters<typeof compileProgram>[0]) {
  try {
    compileProgram(source);
  } catch (error) {
    if (error instanceof PolicyCompileError) return error.problems;
    throw error;
  }
  return [];
}

describe('compileProgram', () => {
  it.each([
    [`object.spec.replicas + 1 == 4`, true],
    [`object.spec.replicas < 3`, false],
    [`'team' in object.metadata.labels`, false],
    [`object.spec.containers.exists(c, c.image.matches('^shop$'))`, true],
    [`object.metadata.labels.all(k, v, k == 'app' && v == 'web')`, true],
    [`object.spec.containers.exists(i, c, i == 1 && c.name == 'b')`, true],
    [`sets.contains(['a', 'b'], object.spec.containers.map(c, c.name))`, true],
    [
      `quantity(object.spec.containers[0].resources.limits.cpu).isLessThan(quantity('2'))`,
      true,
    ],
    [`object.?spec.?nodeName.orValue('none') == 'none'`, true],
    [`oldObject == null && params == null`, true],
    [
      `'%s has %d of %s'.format([object.metadata.name, 3, ['a', 1]]) == 'web has 3 of [a, 1]'`,
      true,
    ],
    [
      `'%.2f %x %X %b%% %e'.format([1.5, 255, 'hi', true, 2.0]) == '1.50 ff 6869 1% 2.000000e+00'`,
      true,
    ],
    [
      `'%s'.format([object.metadata]) == '{labels: {app: web}, name: web}'`,
      true,
    ],
    [`object.spec.containers.filter(c, has(c.resources)).size() == 2`, true],
  ])('evaluates %s', (expression, value) => {
    expect(outcome(expression)).toEqual({ value });
  });

  it.each([
    [`object.metadata.labels['tier'] == 'web'`, 'no such key: tier'],
    [`object.spec.containers[5].name == 'c'`, 'index out of bounds: 5'],
    [`'cpu' in object.spec.containers[1].resources`, 'no such overload'],
    [`object.metadata.name + object.spec.replicas == 'x'`, 'no such overload'],
  ])('words what goes wrong in %s', (expression, error) => {
    expect(outcome(expression)).toEqual({ error });
  });

  it('tells every expression that does not compile', () => {
    const shout = `object.metadata.name.shout() == 'x'`;
    expect(
      problemsOf({
        variables: [{ name: 'later', expression: 'variables.none' }],
        validations: [
          { expression: shout },
          { expression: '1 + 1' },
          { expression: 'true', messageExpression: 'unknown' },
        ],
      }),
    ).toEqual([
      expect.objectContaining({
        path: 'variables[0].expression',
        message: expect.stringContaining("undefined field 'none'"),
      }),
      {
        path: 'validations[0].expression',
        expression: shout,
        message: `ERROR: <input>:1:27: undeclared reference to 'shout' (in container '')\n | ${shout}\n | ..........................^`,
        wrongType: false,
      },
      expect.objectContaining({
        message: 'output is expected to be of type bool',
        wrongType: true,
      }),
      expect.objectContaining({
        path: 'validations[2].messageExpression',
        message: expect.stringContaining("undeclared reference to 'unknown'"),
      }),
    ]);
  });

  it('evaluates variables when they are used, one from the other', () => {
    const source = {
      variables: [
        { name: 'names', expression: 'object.spec.containers.map(c, c.name)' },
        { name: 'count', expression: 'size(variables.names)' },
        { name: 'broken', expression: "object.metadata.labels['tier']" },
      ],
      validations: [
        {
          expression: 'variables.count == 1',
          messageExpression: "'has ' + variables.names.join(', ')",
        },
        { expression: "variables.broken == 'web'" },
      ],
    };
    for (const namesBrokenVariable of [false, true]) {
      const program = compileProgram(source, { namesBrokenVariable });
      const evaluate = program.on({ object });
      const [first, second] = program.validations;
      expect(evaluate(first.run)).toEqual({ value: false });
      expect(first.runMessage && evaluate(first.runMessage)).toEqual({
        value: 'has a, b',
      });
      expect(evaluate(second.run)).toEqual({
        error: namesBrokenVariable
          ? 'composited variable "broken" fails to evaluate: no such key: tier'
          : 'no such key: tier',
      });
    }
  });
});

describe('matchResources', () => {
  const deployment = {
    group: 'apps',
    version: 'v1',
    resource: 'deployments',
    operation: 'CREATE',
    namespace: 'shop',
    name: 'web',
    labels: [{ app: 'web' }],
    namespaceLabels: { env: 'dev' },
  };
  const rule = {
    apiGroups: ['apps'],
    apiVersions: ['v1'],
    operations: ['CREATE', 'UPDATE'],
    resources: ['deployments'],
  };
  const selector = (key: string, value: string) => ({
    matchLabels: { [key]: value },
  });

  it.each([
    ['a rule', { resourceRules: [rule] }, {}, true],
    ['no rule', {}, {}, false],
    [
      'another operation',
      { resourceRules: [rule] },
      { operation: 'DELETE' },
      false,
    ],
    [
      'the background',
      { resourceRules: [rule] },
      { operation: undefined },
      true,
    ],
    [
      'a subresource',
      { resourceRules: [rule] },
      { subresource: 'scale' },
      false,
    ],
    [
      'every subresource',
      { resourceRules: [{ ...rule, resources: ['deployments/*'] }] },
      { subresource: 'scale' },
      true,
    ],
    [
      'everything',
      {
        resourceRules: [
          {
            apiGroups: ['*'],
            apiVersions: ['*'],
            operations: ['*'],
            resources: ['*'],
          },
        ],
      },
      {},
      true,
    ],
    [
      'a wrong scope',
      { resourceRules: [{ ...rule, scope: 'Cluster' }] },
      {},
      false,
    ],
    [
      'a name',
      { resourceRules: [{ ...rule, resourceNames: ['web'] }] },
      {},
      true,
    ],
    [
      'another name',
      { resourceRules: [{ ...rule, resourceNames: ['api'] }] },
      {},
      false,
    ],
    [
      'an excluded rule',
      { resourceRules: [rule], excludeResourceRules: [rule] },
      {},
      false,
    ],
    [
      'the namespace',
      { resourceRules: [rule], namespaceSelector: selector('env', 'dev') },
      {},
      true,
    ],
    [
      'another namespace',
      { resourceRules: [rule], namespaceSelector: selector('env', 'prod') },
      {},
      false,
    ],
    [
      'the labels',
      { resourceRules: [rule], objectSelector: selector('app', 'web') },
      {},
      true,
    ],
    [
      'other labels',
      {
        resourceRules: [rule],
        objectSelector: {
          matchExpressions: [{ key: 'app', operator: 'DoesNotExist' }],
        },
      },
      {},
      false,
    ],
  ])('knows %s', (_name, match, change, expected) => {
    expect(matchResources(match, { ...deployment, ...change })).toBe(expected);
  });
});
