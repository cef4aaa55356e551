import type { ProvisionerList } from '@cairn/plugin-golden-paths-common';
import { formatPrice, sumOf } from '../provisioners/prices';
import { repositoryHosts } from '../fields/repositoryHosts';
import { filterPaths, languagesOf } from '../create/filterPaths';
import type { KnownPath } from '../create/usePaths';
import { addressProblem } from '../register/addressProblem';
import { changedAnswers } from './changedAnswers';
import { describeErrors } from './describeErrors';
import { formErrors } from './formErrors';
import { plannedFacts } from './plannedFacts';

function path(change: Partial<KnownPath>): KnownPath {
  return {
    ref: 'template:default/x',
    namespace: 'default',
    name: 'x',
    title: 'X',
    tags: [],
    whatYouGet: [],
    ...change,
  };
}

const postgres = {
  type: 'postgres',
  class: 'default',
  title: 'Database',
  by: { kind: 'built-in' },
  outputs: [],
  prices: { currency: 'EUR', field: 'size', values: { small: 12.5 } },
} satisfies ProvisionerList['items'][number];

describe('paths', () => {
  const paths = [
    path({ name: 'nodejs-service', language: 'TypeScript', tags: ['fastify'] }),
    path({ name: 'go-service', language: 'Go', whatYouGet: ['Metrics'] }),
    path({ name: 'other' }),
  ];

  it.each([
    [{ words: '', language: undefined }, 3],
    [{ words: ' FASTIFY node ', language: undefined }, 1],
    [{ words: 'metrics', language: 'TypeScript' }, 0],
    [{ words: '', language: 'Go' }, 1],
  ])('are filtered by %j', (filter, count) => {
    expect(filterPaths(paths, filter)).toHaveLength(count);
  });

  it('have languages in the order of the alphabet', () => {
    expect(languagesOf(paths)).toEqual(['Go', 'TypeScript']);
  });
});

describe('the answers', () => {
  it('come to a repository, namespaces and a price', () => {
    const facts = plannedFacts(
      {
        name: 'orders',
        owner: 'payments',
        database: 'small',
        cache: 'none',
        repository: { host: 'git.example', owner: 'payments' },
      },
      [postgres],
    );
    expect(facts).toEqual({
      name: 'orders',
      owner: 'payments',
      repository: 'git.example/payments/orders',
      namespaces: ['payments-dev', 'payments-prod'],
      resources: [
        {
          title: 'Database',
          size: 'small',
          price: { amount: 12.5, currency: 'EUR' },
        },
      ],
    });
    expect(plannedFacts({ database: 'large' }, [postgres]).resources).toEqual([
      { title: 'Database', size: 'large', price: undefined },
    ]);
    expect(formatPrice({ amount: 12.5, currency: 'EUR' })).toBe('€12.50');
    expect(formatPrice({ amount: 12, currency: 'EUR' })).toBe('€12');
    expect(
      sumOf([
        { amount: 1, currency: 'EUR' },
        { amount: 1, currency: 'USD' },
      ]),
    ).toBeUndefined();
  });

  it('let the organisation follow the team until it is another', () => {
    const before = {
      owner: 'payments',
      repository: { host: 'h', owner: 'payments' },
    };
    expect(changedAnswers(before, { owner: 'shop' }).repository).toEqual({
      host: 'h',
      owner: 'shop',
    });
    const own = { ...before, repository: { host: 'h', owner: 'ada' } };
    expect(changedAnswers(own, { owner: 'shop' }).repository).toEqual({
      host: 'h',
      owner: 'ada',
    });
  });
});

describe('errors of the form', () => {
  it('are in plain words', () => {
    const told = describeErrors([
      { name: 'required', stack: '', message: 'must have' },
      {
        name: 'pattern',
        stack: '',
        params: { pattern: '^[a-z]([-a-z0-9]{1,38}[a-z0-9])$' },
      },
      { name: 'maxLength', stack: '', params: { limit: 200 } },
      { name: 'other', stack: '', message: 'as it was' },
    ]).map(({ message }) => message);
    expect(told).toEqual([
      'This is needed.',
      expect.stringMatching(/^Use 3 to 40 lower-case letters/),
      'Write at most 200 characters.',
      'as it was',
    ]);
  });

  it('are none when the checks found none', () => {
    const field = { __errors: [], addError: () => undefined };
    expect(formErrors({ name: field })).toBeUndefined();
    expect(
      formErrors({ name: { ...field, __errors: ['Taken.'] }, owner: field }),
    ).toEqual({ name: { __errors: ['Taken.'] } });
  });
});

it('offers the git hosts somebody has set up, and others only without', () => {
  const host = (type: string, title: string) => ({
    type,
    title,
    resolveUrl: () => '',
    resolveEditUrl: () => '',
  });
  const list = [
    host('github', 'github.com'),
    host('gitea', 'localhost:7030'),
    host('azure', 'dev.azure.com'),
  ];
  expect(repositoryHosts({ list: () => list })).toEqual([
    { host: 'localhost:7030', title: 'localhost:7030 (Gitea)' },
  ]);
  expect(
    repositoryHosts({ list: () => list.slice(0, 1) }).map(it => it.host),
  ).toEqual(['github.com']);
});

it.each([
  ['', 'This is needed.'],
  ['git.example/catalog-info.yaml', expect.stringMatching(/whole address/)],
  ['ftp://git.example/catalog-info.yaml', expect.stringMatching(/https/)],
  ['https://git.example/readme', expect.stringMatching(/ends in \.yaml/)],
  ['https://git.example/a/catalog-info.yaml?ref=main', undefined],
])('finds what is wrong with the address "%s"', (address, expected) => {
  expect(addressProblem(address)).toEqual(expected);
});
