import { fixture, objectsOf, render } from '../__testUtils__/platform';

const images = {
  main: 'registry.example/payments/orders:1.4.2',
  migrate: 'registry.example/payments/orders:1.4.2',
};

describe.each([
  ['orders', 'dev', { images }],
  [
    'orders',
    'prod',
    { images, overrides: fixture('orders', 'overrides', 'prod.yaml') },
  ],
  ['ledger', 'prod', {}],
  ['report', 'prod', {}],
  ['shelf', 'prod', {}],
])('%s for %s', (workload, environmentName, options) => {
  const text = fixture(workload, 'score.yaml');
  const rendered = render(text, { environmentName, ...options });

  it('renders as recorded, without a complaint', () => {
    expect(rendered.problems).toEqual([]);
    expect(rendered.yaml).toBe(fixture(workload, `${environmentName}.yaml`));
  });

  it('renders the same bytes twice, and YAML that says what the objects say', () => {
    const again = render(text, { environmentName, ...options });
    expect(again.yaml).toBe(rendered.yaml);
    expect(objectsOf(rendered.yaml)).toEqual(rendered.manifests);
  });
});
