import { render, said } from '../__testUtils__/platform';
import { tokenize } from './tokenize';

/** A workload whose variable V, at 8:10, has the given text. */
function withVariable(text: string): string {
  return `apiVersion: score.dev/v1b1
metadata:
  name: web
  annotations: { example.org/tier: gold }
containers:
  web:
    image: app:1
    variables:
      V: ${JSON.stringify(text)}
    livenessProbe: { exec: { command: [ok] } }
resources:
  db: { type: postgres }
  dns: { type: dns }
`;
}

function variable(text: string): unknown {
  const { manifests, problems } = render(withVariable(text));
  expect(problems).toEqual([]);
  const deployment = manifests.find(it => it.kind === 'Deployment');
  expect(deployment).toHaveProperty('spec.template.spec.containers.0.env');
  const env = JSON.parse(
    JSON.stringify(deployment, [
      'spec',
      'template',
      'containers',
      'env',
      'name',
      'value',
      'valueFrom',
      'secretKeyRef',
      'key',
    ]),
  ).spec.template.spec.containers[0].env as { name: string }[];
  return env.find(it => it.name === 'V');
}

describe('tokenize', () => {
  it.each([
    ['plain $x $', [{ kind: 'literal', text: 'plain $x $' }]],
    ['', []],
    ['$${a} $$$$', [{ kind: 'literal', text: '${a} $$' }]],
    [
      'a${b.c\\.d}$$${e}',
      [
        { kind: 'literal', text: 'a' },
        { kind: 'placeholder', raw: '${b.c\\.d}', parts: ['b', 'c.d'] },
        { kind: 'literal', text: '$' },
        { kind: 'placeholder', raw: '${e}', parts: ['e'] },
      ],
    ],
    ['${open', [{ kind: 'literal', text: '${open' }]],
  ])('takes %j apart', (text, tokens) => {
    expect(tokenize(text)).toEqual(tokens);
  });
});

describe('placeholders in variables', () => {
  it.each([
    ['${metadata.name}-x', 'web-x'],
    ['${metadata.annotations.example\\.org/tier}', 'gold'],
    ['${resources.dns.host}', 'web.dev.cairn.example'],
    ['$${resources.db.host}', '${resources.db.host}'],
    ['costs $$5', 'costs $5'],
    // Kubernetes would replace $(HOME) and shorten $$.
    ['$(HOME)', '$$(HOME)'],
    ['$$$$', '$$$$'],
    ['pg://${resources.db.host}/$(X)', 'pg://$(DATABASE_HOST)/$$(X)'],
  ])('%s becomes %s', (text, value) => {
    expect(variable(text)).toEqual({ name: 'V', value });
  });

  it('refers to the Secret for a secret alone', () => {
    expect(variable('${resources.db.password}')).toEqual({
      name: 'V',
      valueFrom: {
        secretKeyRef: { name: 'web-db-connection', key: 'password' },
      },
    });
  });

  const escape = 'To mean the text itself, write $${…} with two dollar signs.';
  it.each([
    [
      'x ${foo} y',
      `9:13 containers.web.variables.V: \${foo} is not a placeholder known here. Use \${metadata.…} or \${resources.<name>.<output>}. ${escape}`,
    ],
    [
      '${metadata.nope}',
      `9:11 containers.web.variables.V: \${metadata.nope} refers to nothing: metadata has no text there. Choose one of metadata: name; or an annotation, its dots escaped by backslashes. ${escape}`,
    ],
    [
      '${resources.nope.host}',
      `9:11 containers.web.variables.V: \${resources.nope.host} refers to a resource that is not in resources. Add nope to resources, or use one that is there: db, dns. ${escape}`,
    ],
    [
      '${resources.db.nope}',
      `9:11 containers.web.variables.V: \${resources.db.nope} refers to an output that the resource does not have. Outputs of db: database, host, name, password, port, username. ${escape}`,
    ],
    [
      '${resources.db}',
      `9:11 containers.web.variables.V: \${resources.db} names a whole resource where one of its outputs is needed. Outputs of db: database, host, name, password, port, username. ${escape}`,
    ],
    [
      '${resources.db.constructor}',
      `9:11 containers.web.variables.V: \${resources.db.constructor} refers to an output that the resource does not have. Outputs of db: database, host, name, password, port, username. ${escape}`,
    ],
    [
      '${metadata.constructor.name}',
      `9:11 containers.web.variables.V: \${metadata.constructor.name} refers to nothing: metadata has no text there. Choose one of metadata: name; or an annotation, its dots escaped by backslashes. ${escape}`,
    ],
  ])('says where %s stands, and what there is', (text, problem) => {
    const { manifests, problems } = render(withVariable(text));
    expect(said(problems)).toEqual([problem]);
    expect(manifests).toEqual([]);
  });
});
