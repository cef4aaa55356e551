import { rendered, workload } from '../__testUtils__/workloadText';

function kindsOf(text: string, environmentName?: string): string[] {
  return rendered(text, environmentName).manifests.map(it => it.kind);
}

describe('kinds', () => {
  const http = ['service: { ports: { http: { port: 80 } } }'];

  it('renders what the environment and the annotations ask for', () => {
    expect(kindsOf(workload({ rest: http }))).toEqual([
      'ServiceAccount',
      'Deployment',
      'Service',
      'NetworkPolicy',
    ]);
    expect(kindsOf(workload({ rest: http }), 'prod')).toEqual([
      'ServiceAccount',
      'Deployment',
      'Service',
      'HorizontalPodAutoscaler',
      'PodDisruptionBudget',
      'NetworkPolicy',
    ]);
    expect(
      kindsOf(
        workload({
          annotations: ['k8s.score.dev/kind: StatefulSet'],
          rest: http,
        }),
      ),
    ).toEqual([
      'ServiceAccount',
      'StatefulSet',
      'Service',
      'Service',
      'NetworkPolicy',
    ]);
    expect(
      kindsOf(
        workload({
          annotations: [
            'score.cairn.dev/kind: CronJob',
            'score.cairn.dev/schedule: "@daily"',
          ],
          container: [],
        }),
        'prod',
      ),
    ).toEqual(['ServiceAccount', 'CronJob', 'NetworkPolicy']);
  });

  it('leaves the number of pods to the autoscaler where there is one', () => {
    const counts = [
      'score.cairn.dev/min-replicas: "3"',
      'score.cairn.dev/max-replicas: "4"',
    ];
    const fixed = rendered(workload({ annotations: counts.slice(0, 1) }));
    const scaled = rendered(workload({ annotations: counts }));
    expect(fixed.find('Deployment')).toHaveProperty('spec.replicas', 3);
    expect(fixed.find('PodDisruptionBudget')).toBeDefined();
    expect(fixed.find('HorizontalPodAutoscaler')).toBeUndefined();
    expect(scaled.find('Deployment')).not.toHaveProperty('spec.replicas');
    expect(scaled.find('HorizontalPodAutoscaler')).toMatchObject({
      spec: { minReplicas: 3, maxReplicas: 4 },
    });
  });

  it('closes the pods of what serves nothing', () => {
    expect(rendered(workload({})).find('NetworkPolicy')).toHaveProperty(
      'spec.ingress',
      [],
    );
  });

  it('passes on annotations that are not meant for it', () => {
    const { find } = rendered(
      workload({
        annotations: ['example.org/ab: c', 'score.cairn.dev/kind: Deployment'],
      }),
    );
    expect(find('Deployment')?.metadata.annotations).toEqual({
      'example.org/ab': 'c',
    });
  });

  it.each([
    [
      { annotations: ['score.cairn.dev/kind: Job'] },
      '5:27 metadata.annotations["score.cairn.dev/kind"]: "Job" is not known here. Choose one of: Deployment, StatefulSet, CronJob.',
    ],
    [
      { annotations: ['score.cairn.dev/kinds: Job'] },
      '5:5 metadata.annotations["score.cairn.dev/kinds"]: There is no such annotation. Known here: score.cairn.dev/kind, score.cairn.dev/schedule, score.cairn.dev/min-replicas, score.cairn.dev/max-replicas.',
    ],
    [
      { annotations: ['score.cairn.dev/kind: CronJob'] },
      '5:27 metadata.annotations["score.cairn.dev/kind"]: A CronJob needs a schedule. Add the annotation score.cairn.dev/schedule, for example "15 3 * * *".',
    ],
    [
      {
        annotations: [
          'score.cairn.dev/kind: CronJob',
          'score.cairn.dev/schedule: hourly',
        ],
      },
      '6:31 metadata.annotations["score.cairn.dev/schedule"]: "hourly" is not a schedule. Write the five fields of cron, for example "15 3 * * *" for a quarter past three each night, in UTC.',
    ],
    [
      { annotations: ['score.cairn.dev/schedule: "0 * * * *"'] },
      '5:31 metadata.annotations["score.cairn.dev/schedule"]: A Deployment has no schedule. Set score.cairn.dev/kind to CronJob, or remove the schedule.',
    ],
    [
      { annotations: ['score.cairn.dev/min-replicas: many'] },
      '5:35 metadata.annotations["score.cairn.dev/min-replicas"]: "many" is not a number of pods. Write a whole number from 1 to 100, in quotes.',
    ],
    [
      {
        annotations: [
          'score.cairn.dev/max-replicas: "1"',
          'score.cairn.dev/min-replicas: "2"',
        ],
      },
      '5:35 metadata.annotations["score.cairn.dev/max-replicas"]: 1 is less than score.cairn.dev/min-replicas, 2. Raise it.',
    ],
    [
      { rest: ['service: { ports: { p1: { port: 80 }, p2: { port: 80 } } }'] },
      '9:51 service.ports.p2.port: p1 has the port 80/TCP already. Give one of them another port.',
    ],
  ])('refuses %j', (options, problem) => {
    const found = rendered(workload(options));
    expect(found.problems).toContain(problem);
    expect(found.manifests).toEqual([]);
  });
});
