import { example } from './example';

export const examples = [
  example('Run it in dev and prod', {
    action: 'cairn:argocd:application',
    id: 'application',
    name: 'Deploy to dev and prod',
    input: {
      name: 'shop',
      owner: 'payments',
      system: 'system:default/checkout',
      remoteUrl: 'https://git.example/payments/shop.git',
    },
  }),
  example('Run it in dev alone', {
    action: 'cairn:argocd:application',
    id: 'application',
    name: 'Deploy to dev',
    input: {
      name: 'shop',
      owner: 'payments',
      remoteUrl: 'https://git.example/payments/shop.git',
      environments: ['dev'],
    },
  }),
];
