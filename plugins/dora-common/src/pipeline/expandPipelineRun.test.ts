import { committed, deployed, SHOP } from '../__testUtils__/facts';
import { analyse } from '../engine';
import { foldFacts, type DeploymentFact } from '../facts';
import { expandPipelineRun, type PipelineRun } from './expandPipelineRun';

const NAMES = Array.from({ length: 12 }, (_, n) => `service-${n}`);
const whole = { ...SHOP, uid: 'whole' };
const components = [
  ...NAMES.map(uid => ({ ...SHOP, uid, paths: [`${uid}/**`] })),
  whole,
  { ...SHOP, uid: 'elsewhere', repository: 'acme/other' },
];
const { commits } = foldFacts([
  committed('c1', 1, { paths: ['README.md'] }),
  committed('c2', 2, { paths: ['service-2/main.ts'] }),
  committed('c3', 3, { paths: ['service-3/main.ts', 'service-4/main.ts'] }),
  committed('c4', 4),
]);

const since = (revision: string | undefined) =>
  new Map([...NAMES, 'whole'].map(uid => [uid, revision]));

function run(revision: string | undefined, more: Partial<PipelineRun> = {}) {
  const { component, ...fact } = deployed('42', 10, {
    revision,
  }) as DeploymentFact;
  return { ...fact, repository: 'acme/shop', ...more };
}

it.each<[string, string | undefined, string | undefined, string[]]>([
  [
    'touched since the last success',
    'c1',
    'c3',
    ['service-2', 'service-3', 'service-4', 'whole'],
  ],
  [
    'A.5.1 rule 17: in either direction',
    'c3',
    'c2',
    ['service-3', 'service-4', 'whole'],
  ],
  ['nothing changed', 'c2', 'c2', []],
  [
    'A.5.1 rule 17: unknown files touch only a whole repository',
    'c3',
    'c4',
    ['whole'],
  ],
  [
    'an unknown revision touches only a whole repository',
    'c3',
    undefined,
    ['whole'],
  ],
])('edge case monorepo, %s: from %s to %s', (_, last, revision, uids) => {
  const facts = expandPipelineRun(run(revision), {
    components,
    commits,
    lastSuccess: since(last),
  });
  expect(facts.map(({ component }) => component)).toEqual(uids);
});

it('A.5.1 rule 17: the first run takes all components of the repository, as one release', () => {
  const facts = expandPipelineRun(run('c1'), {
    components,
    commits,
    lastSuccess: new Map(),
  });
  expect(facts).toHaveLength(13);
  expect(new Set(facts.map(({ releaseId }) => releaseId))).toEqual(
    new Set(['ci/42']),
  );
  expect(analyse(whole, facts).deployments).toHaveLength(1);
});

it('an explicit list is taken at its word', () => {
  const facts = expandPipelineRun(
    run('c3', { components: ['service-9', 'elsewhere'] }),
    { components, commits, lastSuccess: since('c1') },
  );
  expect(facts.map(({ component }) => component)).toEqual(['service-9']);
});
