import { example } from './example';

export const examples = [
  example('Check the name and the right to a database, making nothing', {
    action: 'cairn:claim',
    id: 'check',
    name: 'Check names and rights',
    input: {
      mode: 'check',
      name: 'shop',
      owner: 'payments',
      repository: { host: 'git.example', owner: 'payments' },
      database: 'small',
      cache: 'none',
    },
  }),
  example('Request a database for development at once', {
    action: 'cairn:claim',
    id: 'database',
    name: 'Request the database',
    input: {
      mode: 'request',
      name: 'shop',
      owner: 'payments',
      environments: ['dev'],
      resources: [
        { resource: 'db', type: 'postgres', params: { size: 'small' } },
      ],
    },
  }),
];
