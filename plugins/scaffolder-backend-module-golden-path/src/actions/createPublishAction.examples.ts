import { example } from './example';

export const examples = [
  example('Make the repository where the integrations say', {
    action: 'cairn:publish',
    id: 'publish',
    name: 'Make the repository',
    input: {
      repository: { host: 'git.example', owner: 'payments' },
      name: 'shop',
      owner: 'payments',
      description: 'Sells things',
    },
  }),
  example('Make one everybody may read', {
    action: 'cairn:publish',
    id: 'publish',
    name: 'Make the repository',
    input: {
      repository: { host: 'github.com', owner: 'acme' },
      name: 'shop',
      owner: 'payments',
      visibility: 'public',
    },
  }),
];
