import { mockServices } from '@backstage/backend-test-utils';
import { ScmIntegrations } from '@backstage/integration';
import { service } from '../__testUtils__/entities';
import { locateRepository } from './locateRepository';

const integrations = ScmIntegrations.fromConfig(
  mockServices.rootConfig({
    data: {
      integrations: {
        gitea: [
          { host: 'git.example', baseUrl: 'https://git.example' },
          { host: 'sub.example', baseUrl: 'https://sub.example/gitea' },
        ],
        github: [{ host: 'github.com', token: 'x' }],
        gitlab: [
          {
            host: 'gitlab.com',
            token: 'x',
            apiBaseUrl: 'https://gitlab.com/api/v4',
          },
        ],
      },
    },
  }),
);

function locate(location: string | undefined, source?: string) {
  const found = locateRepository(
    service({ name: 'a', location, source }),
    integrations,
  );
  return found && `${found.ref.host} ${found.ref.owner} ${found.ref.name}`;
}

it.each([
  [
    'https://git.example/payments/shop/src/branch/main/catalog-info.yaml',
    'git.example payments shop',
  ],
  [
    'https://sub.example/gitea/payments/shop/src/branch/main/catalog-info.yaml',
    'sub.example payments shop',
  ],
  [
    'https://github.com/payments/shop/tree/main/catalog-info.yaml',
    'github.com payments shop',
  ],
  [
    'https://gitlab.com/org/payments/shop/-/blob/main/catalog-info.yaml',
    'gitlab.com org/payments shop',
  ],
])('finds the repository of %s', (url, expected) => {
  expect(locate(`url:${url}`)).toBe(expected);
});

it.each([
  ['no location', undefined],
  ['a file of the portal', 'file:/catalog/all.yaml'],
  [
    'a host nobody configured',
    'url:https://evil.example/payments/shop/src/branch/main/c.yaml',
  ],
  [
    'a host in disguise',
    'url:https://git.example@evil.example/payments/shop/src/branch/main/c.yaml',
  ],
  [
    'somebody else in front of the host',
    'url:https://x@git.example/payments/shop/src/branch/main/c.yaml',
  ],
  [
    'another scheme',
    'url:http://git.example/payments/shop/src/branch/main/c.yaml',
  ],
  ['a way out', 'url:https://git.example/../shop/src/branch/main/c.yaml'],
  [
    'a way out in disguise',
    'url:https://git.example/%2e%2e/shop/src/branch/main/c.yaml',
  ],
  [
    'a slash in disguise',
    'url:https://git.example/a%2fb/shop/src/branch/main/c.yaml',
  ],
  ['broken escapes', 'url:https://git.example/%zz/shop/src/branch/main/c.yaml'],
  ['no repository', 'url:https://git.example/payments'],
  [
    'a project of GitLab without its mark',
    'url:https://gitlab.com/payments/shop/c.yaml',
  ],
])('finds none for %s', (_title, location) => {
  expect(locate(location)).toBeUndefined();
});

it('does not believe what an entity says of its own source', () => {
  const theirs = 'url:https://git.example/logistics/routes/src/branch/main/';
  expect(locate(undefined, theirs)).toBeUndefined();
  expect(
    locate(
      'url:https://git.example/payments/shop/src/branch/main/c.yaml',
      theirs,
    ),
  ).toBe('git.example payments shop');
});
