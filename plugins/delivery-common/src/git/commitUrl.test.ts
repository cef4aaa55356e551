import { commitUrl, shortRevision } from './commitUrl';

const sha = '234c80107c1fb6b1f0b5b04eb0ba1f7b2e2b4c5d';
const hosts = [
  {
    host: 'localhost:7030',
    type: 'gitea' as const,
    baseUrl: 'http://localhost:7030',
  },
  { host: 'git.example.org', type: 'gitlab' as const },
];

describe('commitUrl', () => {
  it.each([
    [
      'https://github.com/acme/shop.git',
      `https://github.com/acme/shop/commit/${sha}`,
    ],
    [
      'git@github.com:acme/shop.git',
      `https://github.com/acme/shop/commit/${sha}`,
    ],
    [
      'ssh://git@git.example.org:2222/acme/shop',
      `https://git.example.org/acme/shop/-/commit/${sha}`,
    ],
    [
      'https://git.example.org/group/deep/shop/',
      `https://git.example.org/group/deep/shop/-/commit/${sha}`,
    ],
    [
      'http://localhost:7030/payments/web.git',
      `http://localhost:7030/payments/web/commit/${sha}`,
    ],
    [
      'https://bitbucket.org/acme/shop.git',
      `https://bitbucket.org/acme/shop/commits/${sha}`,
    ],
    // Nobody has named these hosts, or they are none.
    ['https://evil.example.org/acme/shop.git', undefined],
    ['http://localhost:7031/payments/web.git', undefined],
    ['file:///repos/shop.git', undefined],
    [['javascript', 'alert(1)//github.com/'].join(':'), undefined],
    ['', undefined],
  ])('%s', (repoUrl, expected) => {
    expect(commitUrl({ repoUrl, revision: sha, hosts })).toBe(expected);
  });

  it.each(['main', 'v1.2.3', '234c801', `${sha}0`, '../../settings'])(
    'leads nowhere for %s, which is no commit',
    revision => {
      expect(
        commitUrl({ repoUrl: 'https://github.com/a/b', revision }),
      ).toBeUndefined();
    },
  );

  it('shortens commits and nothing else', () => {
    expect(shortRevision(sha)).toBe('234c801');
    expect(shortRevision('release-2026-11')).toBe('release-2026-11');
  });
});
