import { ConfigReader } from '@backstage/config';
import { ScmIntegrations } from '@backstage/integration';
import { repositoryOf } from './repositoryOf';

const integrations = ScmIntegrations.fromConfig(
  new ConfigReader({
    integrations: {
      gitea: [{ host: 'git.example' }],
      github: [{ host: 'github.com', token: 'x' }],
    },
  }),
);
const of = (catalogInfoUrl: string) =>
  repositoryOf(integrations, { name: 'shop', catalogInfoUrl });

describe('repositoryOf', () => {
  it('knows the repository of a catalog file', () => {
    expect(
      of('https://git.example/payments/shop/src/branch/main/catalog-info.yaml'),
    ).toEqual({ host: 'git.example', owner: 'payments' });
    expect(
      of('https://github.com/payments/shop/blob/main/catalog-info.yaml'),
    ).toEqual({ host: 'github.com', owner: 'payments' });
  });

  it.each([
    'https://git.example/payments/shop/src/branch/main/other.yaml',
    'https://git.example/payments/shop/src/branch/dev/catalog-info.yaml',
    'https://git.example/payments/other/src/branch/main/catalog-info.yaml',
    'https://git.example/shop/src/branch/main/catalog-info.yaml',
    'https://git.example/payments/shop/src/branch/main/catalog-info.yaml?ref=x',
    'https://git.example/payments/shop/../../logistics/shop/src/branch/main/catalog-info.yaml',
    'http://git.example/payments/shop/src/branch/main/catalog-info.yaml',
    'https://elsewhere.example/payments/shop/src/branch/main/catalog-info.yaml',
    'nonsense',
  ])('refuses %s', url => {
    expect(() => of(url)).toThrow();
  });
});
