import type { KubernetesObject } from '@cairn/plugin-platform-common';
import { render, said } from '../__testUtils__/platform';
import { PROBES, rendered, workload } from '../__testUtils__/workloadText';

describe('containers', () => {
  function pod(text: string): object | undefined {
    return rendered(text).find('Deployment');
  }

  it('takes a missing probe from the other one, or asks the port', () => {
    const live = pod(workload({ container: PROBES.slice(0, 1) }));
    expect(live).toHaveProperty(
      'spec.template.spec.containers.0.readinessProbe.exec.command',
      ['live'],
    );
    const asked = rendered(
      workload({
        container: [],
        rest: ['service: { ports: { http: { port: 80, targetPort: 8080 } } }'],
      }),
    );
    expect(asked.problems).toEqual([]);
    expect(asked.find('Deployment')).toMatchObject({
      spec: {
        template: {
          spec: {
            containers: [
              {
                livenessProbe: { tcpSocket: { port: 8080 } },
                readinessProbe: { tcpSocket: { port: 8080 } },
              },
            ],
          },
        },
      },
    });
    expect(rendered(workload({ container: [] })).problems).toEqual([
      '5:3 containers.web: Nothing says whether this container is alive and ready; the policy require-probes will complain. Add a livenessProbe and a readinessProbe.',
    ]);
  });

  it.each([
    ['{}', { cpu: '100m', memory: '128Mi' }, { cpu: '500m', memory: '256Mi' }],
    [
      '{ limits: { cpu: 50m, memory: 1Gi } }',
      { cpu: '50m', memory: '128Mi' },
      { cpu: '50m', memory: '1Gi' },
    ],
    [
      '{ requests: { cpu: "2", memory: 100000K } }',
      { cpu: '2', memory: '100000k' },
      { cpu: '2', memory: '256Mi' },
    ],
    [
      '{ requests: { cpu: "1" }, limits: { cpu: 200m } }',
      { cpu: '200m', memory: '128Mi' },
      { cpu: '200m', memory: '256Mi' },
    ],
  ])('of resources %s makes requests and limits', (given, requests, limits) => {
    const text = workload({
      container: [...PROBES, `    resources: ${given}`],
    });
    expect(pod(text)).toHaveProperty(
      'spec.template.spec.containers.0.resources',
      {
        requests,
        limits,
      },
    );
  });

  it('orders containers that wait for others', () => {
    const text = workload({
      container: [
        ...PROBES,
        '    before: { proxy: { ready: healthy }, setup: { ready: complete } }',
      ],
      rest: [
        '  proxy:',
        '    image: proxy:1',
        '    readinessProbe: { exec: { command: [up] } }',
        '    before: { setup: { ready: complete } }',
        '  setup: { image: app:1 }',
      ],
    });
    expect(pod(text)).toMatchObject({
      spec: {
        template: {
          spec: {
            initContainers: [
              { name: 'setup' },
              {
                name: 'proxy',
                restartPolicy: 'Always',
                startupProbe: {
                  exec: { command: ['up'] },
                  failureThreshold: 30,
                },
              },
            ],
            containers: [{ name: 'web' }],
          },
        },
      },
    });
  });

  it.each([
    [
      ['    before: { web: { ready: started } }'],
      '7:15 containers.web.before.web: Containers wait for each other: web → web. Remove one of these entries.',
    ],
    [
      ['    before: { other: { ready: started } }'],
      '7:15 containers.web.before.other: There is no container other. Choose one of: web.',
    ],
    [
      ['    args: ["a ${resources.db.host}"]'],
      '7:15 containers.web.args[0]: Placeholders are not replaced in args. Put it into a variable of the container, and use that.',
    ],
    [
      ['    variables: { "1A": x }'],
      '7:18 containers.web.variables.1A: Kubernetes does not take "1A" as the name of a variable. Use letters, digits, underscores, dashes and dots, not a digit at the beginning.',
    ],
    [
      ['    volumes: { /a: { source: nope } }'],
      '7:30 containers.web.volumes["/a"].source: nope is not a resource of the type volume. Add a resource of the type volume and refer to it as ${resources.<name>}.',
    ],
    [
      [
        '    volumes: { /a: { source: data } }',
        'resources: { data: { type: volume } }',
      ],
      '7:30 containers.web.volumes["/a"].source: A Deployment cannot keep a disk of its own. Annotate the workload with score.cairn.dev/kind: StatefulSet, or give the volume the class ephemeral.',
    ],
    [
      ['    files: { /a: { source: nope.txt } }'],
      '7:28 containers.web.files["/a"].source: There is no file nope.txt. Add it beside the workload file, or write its content here.',
    ],
    [
      ['    files:', '    - { content: a }'],
      '8:7 containers.web.files[0]: Nothing says where it is to be mounted. Add target, or write a map of targets instead of a list.',
    ],
    [
      ['    files: { a: { content: a } }'],
      '7:14 containers.web.files.a: a is not an absolute path. Begin the target with a slash, and use no colon.',
    ],
    [
      [
        '    files: { /a: { content: "${resources.db.password}" } }',
        'resources: { db: { type: postgres } }',
      ],
      '7:30 containers.web.files["/a"].content: This would write a secret where everybody can read it. Take the secret from an environment variable: only a container\'s variables can refer to one.',
    ],
  ])('refuses %j', (container, problem) => {
    const found = rendered(workload({ container }));
    expect(found.problems).toContain(problem);
    expect(found.manifests).toEqual([]);
  });

  it('mounts files, and replaces pods when their content changes', () => {
    const text = (content: string) =>
      workload({
        container: [
          ...PROBES,
          '    files:',
          `      /etc/a: { content: "${content}", mode: "600" }`,
          '      /etc_a: { source: a.txt, noExpand: true }',
          '      /etc/b: { binaryContent: AAEC }',
        ],
      });
    const files = { 'a.txt': 'keeps ${this}' };
    const first = render(text('${metadata.name}'), { files }).manifests;
    const config = first.find(it => it.kind === 'ConfigMap');
    expect(config).toMatchObject({
      data: { web_etc_a: 'web', 'web_etc_a-2': 'keeps ${this}' },
      binaryData: { web_etc_b: 'AAEC' },
    });
    const hashOf = (manifests: KubernetesObject[]) =>
      JSON.stringify(manifests).match(/files-hash":"([0-9a-f]{16})"/)?.[1];
    const second = render(text('other'), { files }).manifests;
    expect(hashOf(first)).toHaveLength(16);
    expect(hashOf(second)).not.toBe(hashOf(first));
  });

  it('gives the credentials of resources to its own program only', () => {
    const text = workload({
      container: PROBES,
      rest: [
        '  proxy:',
        '    image: proxy:1',
        ...PROBES,
        'resources: { db: { type: postgres } }',
      ],
    });
    const names = (index: number) => {
      const { containers } = JSON.parse(
        JSON.stringify(rendered(text).find('Deployment')),
      ).spec.template.spec;
      return containers[index].env.map((it: { name: string }) => it.name);
    };
    expect(names(0)).not.toContain('DATABASE_URL');
    expect(names(1)).toContain('DATABASE_URL');
    expect(names(0)).toContain('SERVICE_NAME');
  });

  it.each([
    ['app', 'dev', 'warning'],
    ['app:latest', 'prod', 'error'],
    ['registry:5000/app', 'prod', 'error'],
  ])('asks for the version of %s in %s', (image, environmentName, severity) => {
    const { problems, manifests } = render(
      workload({}).replace('app:1', image),
      { environmentName },
    );
    expect(problems).toEqual([
      {
        severity,
        file: 'score.yaml',
        line: 6,
        column: 12,
        field: 'containers.web.image',
        message: `The image ${image} names no version; what runs could not be told.`,
        mend: 'Name the version the pipeline built, or the digest.',
      },
    ]);
    expect(manifests.length === 0).toBe(severity === 'error');
  });

  it('asks for the image that the file leaves to the pipeline', () => {
    const text = workload({}).replace('app:1', '.');
    expect(said(render(text).problems)).toEqual([
      '6:12 containers.web.image: The image is left to the pipeline, but none was given. Render with an image for web, or name one here.',
    ]);
    expect(render(text, { images: { web: 'app:2' } }).problems).toEqual([]);
  });
});
