import { fixture, objectsOf, render } from '../__testUtils__/platform';

const images = {
  main: 'registry.example/payments/orders:1.4.2',
  migrate: 'registry.example/payments/orders:1.4.2',
};

describe('the example workload', () => {
  const text = fixture('orders', 'score.yaml');

  it.each(['dev', 'prod'])('renders for %s as recorded', environmentName => {
    const overrides =
      environmentName === 'prod'
        ? fixture('orders', 'overrides', 'prod.yaml')
        : undefined;
    const { yaml, manifests, problems } = render(text, {
      environmentName,
      images,
      overrides,
    });
    expect(problems).toEqual([]);
    expect(yaml).toBe(fixture('orders', `${environmentName}.yaml`));
    expect(objectsOf(yaml)).toEqual(manifests);
  });
});
