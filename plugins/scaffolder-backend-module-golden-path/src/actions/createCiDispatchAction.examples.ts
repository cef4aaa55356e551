import { example } from './example';

export const examples = [
  example('Start CI for the first commit', {
    action: 'cairn:ci:dispatch',
    id: 'ci',
    name: 'Start the first CI run',
    input: {
      repository: { host: 'git.example', owner: 'payments' },
      name: 'shop',
      owner: 'payments',
      commit: '0123456789abcdef0123456789abcdef01234567',
    },
  }),
];
