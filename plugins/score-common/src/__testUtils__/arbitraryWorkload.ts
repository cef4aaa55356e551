import fc from 'fast-check';

/** A value with keys in an order of its own, to write the same file in another way. */
export function shuffled(value: unknown, random: () => number): unknown {
  if (Array.isArray(value)) {
    return value.map(it => shuffled(it, random));
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, inner]) => ({ key, inner, rank: random() }))
      .sort((a, b) => a.rank - b.rank)
      .map(({ key, inner }) => [key, shuffled(inner, random)]),
  );
}

const label = fc.stringMatching(/^[a-z][a-z0-9-]{0,8}[a-z0-9]$/);
const variable = fc.stringMatching(/^[A-Z][A-Z0-9_]{0,8}$/);

/** Texts in which dollar signs, braces and placeholders meet. */
const text = fc
  .array(
    fc.constantFrom(
      'a',
      ' ',
      '$$',
      '$(A)',
      '$${x}',
      '{}',
      'yes',
      '0777',
      "'",
      '"',
      ': ',
      '# ',
      '\n',
      '${metadata.name}',
      '${resources.db.password}',
      '${resources.db.host}',
      '${resources.dns.host}',
    ),
    { maxLength: 6 },
  )
  .map(it => it.join(''));

const quantity = fc.constantFrom('100m', '1', '0.5', '2');
const memory = fc.constantFrom('64Mi', '128M', '1Gi', '0.5Gi', '100000');
const limits = fc.record({ cpu: quantity, memory }, { requiredKeys: [] });

const container = fc.record(
  {
    image: fc.constantFrom('app:1', 'registry:5000/a/b:2.0', 'app'),
    args: fc.array(fc.constantFrom('a', '$$', '$(B)'), { maxLength: 2 }),
    variables: fc.dictionary(variable, text, {
      maxKeys: 4,
      noNullPrototype: true,
    }),
    files: fc.dictionary(
      label.map(it => `/etc/${it}`),
      fc.record({
        content: fc.constantFrom('', '${metadata.name}', '$${x}', 'yes\n'),
      }),
      { maxKeys: 2, noNullPrototype: true },
    ),
    resources: fc.record({ limits, requests: limits }, { requiredKeys: [] }),
    livenessProbe: fc.constant({ exec: { command: ['live'] } }),
  },
  { requiredKeys: ['image'] },
);

/** Workload files that follow the rules, as data. */
export const arbitraryWorkload = fc.record({
  apiVersion: fc.constant('score.dev/v1b1'),
  metadata: fc.record(
    {
      name: label,
      annotations: fc.constantFrom<Record<string, string>>(
        {},
        { 'score.cairn.dev/kind': 'StatefulSet' },
        { 'score.cairn.dev/min-replicas': '2', 'example.org/ab': 'c' },
      ),
    },
    { requiredKeys: ['name'] },
  ),
  service: fc.constantFrom(
    {},
    { ports: { http: { port: 80, targetPort: 8080 } } },
  ),
  containers: fc.dictionary(label, container, {
    minKeys: 1,
    maxKeys: 3,
    noNullPrototype: true,
  }),
  resources: fc.constant({
    db: { type: 'postgres', params: { size: 'medium', storageGB: 50 } },
    dns: { type: 'dns' },
  }),
});
