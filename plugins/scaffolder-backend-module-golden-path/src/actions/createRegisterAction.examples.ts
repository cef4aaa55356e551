import { example } from './example';

export const examples = [
  example('Add it to the catalog', {
    action: 'cairn:register',
    id: 'register',
    name: 'Add it to the catalog',
    input: {
      name: 'shop',
      owner: 'payments',
      catalogInfoUrl:
        'https://git.example/payments/shop/src/branch/main/catalog-info.yaml',
    },
  }),
];
