import { stringify } from 'yaml';
import { DAY, HOUR, toWorkingTime, WEEK } from '../history/calendar';
import type { DemoSeed } from '../history/simulateService';
import {
  deployer,
  type Organisation,
  type Service,
} from '../organisation/organisation';
import { Random } from '../organisation/Random';
import { CommitLog } from '../repository/CommitLog';
import { namespaceOf } from '../repository/manifests';
import type { Commit, Repository } from '../repository/types';
import {
  applicationName,
  applicationOf,
  ARGOCD,
  previewsOf,
} from './applications';

const README = `# GitOps

What runs where, as Argo CD Applications: \`apps/<namespace>/<application>.yaml\`.
The root Application of the platform follows the folder \`apps\`, so a merged
change here is a change in the cluster. What an Application runs stands in the
service's own repository, in \`deploy/<environment>\`.
`;

/** Makes the repository that says what runs where: \`platform/gitops\`. */
export function buildGitopsRepository(
  organisation: Organisation | undefined,
  { seed, anchor }: DemoSeed,
  gitUrl: string,
): Repository {
  const random = new Random(`${seed}/gitops`);
  const log = new CommitLog();
  const people = organisation?.services.find(
    ({ owner }) => owner === 'platform',
  )?.people ?? [deployer];
  const keep = (text: string): [string, string][] => [
    ['README.md', text],
    ['apps/.gitkeep', ''],
  ];
  let tip: Commit = log.commit({
    parents: [],
    author: {
      // The same without an organisation, so that one can be added later.
      person: deployer,
      at: toWorkingTime(anchor - 366 * DAY, random),
    },
    message: 'Begin the GitOps repository',
    changes: keep(README),
  });
  const commit = (at: number, message: string, changes: [string, string][]) => {
    tip = log.commit({
      parents: [tip],
      author: { person: random.pick(people), at },
      message,
      changes,
    });
  };
  const services = (organisation?.services ?? [])
    .filter(({ shape }) => shape.kind !== 'store')
    .sort((one, other) => begins(one, anchor) - begins(other, anchor));
  for (const service of services) {
    const at = toWorkingTime(begins(service, anchor) + HOUR, random);
    commit(at, `Run ${service.title} in dev and production`, [
      ...(['dev', 'prod'] as const).map((environment): [string, string] => [
        `apps/${namespaceOf(service, environment)}/${applicationName(
          service,
          environment,
        )}.yaml`,
        stringify(applicationOf(service, environment, gitUrl)),
      ]),
    ]);
  }
  const shop = services.find(({ name }) => name === 'web-shop');
  if (shop) {
    commit(
      toWorkingTime(anchor - 11 * WEEK, random),
      `Preview each pull request of ${shop.title}`,
      [
        [
          `apps/${ARGOCD}/${shop.name}-previews.yaml`,
          stringify(previewsOf(shop, gitUrl)),
        ],
      ],
    );
  }
  return {
    owner: 'platform',
    name: 'gitops',
    description: 'What runs where: the Applications Argo CD follows.',
    commits: log.commits,
    refs: new Map([['refs/heads/main', tip.sha]]),
  };
}

/** When a service was first to run; those older than the year all at its begin. */
function begins(service: Service, anchor: number): number {
  return anchor - Math.min(365, service.delivery.startedWeeksAgo * 7) * DAY;
}
