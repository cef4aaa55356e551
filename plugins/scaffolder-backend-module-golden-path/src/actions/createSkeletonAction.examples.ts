import { example } from './example';

export const examples = [
  example('Fill in what all paths share and the path of its own', {
    action: 'cairn:skeleton',
    id: 'code',
    name: 'Write the code',
    input: {
      name: 'shop',
      owner: 'payments',
      repository: { host: 'git.example', owner: 'payments' },
      description: 'Sells things',
      database: 'small',
      cache: 'none',
      values: { language: 'typescript', port: 8080 },
    },
  }),
  example('With layers of its own, and files that use the same brackets', {
    action: 'cairn:skeleton',
    id: 'code',
    name: 'Write the code',
    input: {
      name: 'shop',
      owner: 'payments',
      repository: { host: 'git.example', owner: 'payments' },
      layers: ['../_common/skeleton', './skeleton'],
      copyWithoutTemplating: ['.github/workflows/**'],
    },
  }),
];
