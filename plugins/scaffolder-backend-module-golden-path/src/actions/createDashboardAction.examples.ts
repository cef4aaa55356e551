import { example } from './example';

export const examples = [
  example('Make the dashboard and the alerts', {
    action: 'cairn:dashboard',
    id: 'dashboard',
    name: 'Write the dashboard and the alerts',
    input: { name: 'shop', owner: 'payments', language: 'typescript' },
  }),
];
