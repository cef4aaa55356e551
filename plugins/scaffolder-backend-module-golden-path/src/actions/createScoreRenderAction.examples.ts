import { example } from './example';

export const examples = [
  example('Render for dev and prod', {
    action: 'cairn:score:render',
    id: 'manifests',
    name: 'Render the manifests',
    input: { name: 'shop', owner: 'payments' },
  }),
  example('Render for one environment, with an image that exists', {
    action: 'cairn:score:render',
    id: 'manifests',
    name: 'Render the manifests',
    input: {
      name: 'shop',
      owner: 'payments',
      environments: ['dev'],
      images: { web: 'registry.example/payments/shop:1.2.0' },
    },
  }),
];
