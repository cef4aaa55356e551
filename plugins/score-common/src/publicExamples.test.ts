import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { platform, render, said } from './__testUtils__/platform';
import { parseScore } from './parse';
import type { Provisioner } from './types';

const folder =
  process.env.CAIRN_FIXTURES && join(process.env.CAIRN_FIXTURES, 'score');
const describeWithFixtures =
  folder && existsSync(folder) ? describe : describe.skip;

function provides(type: string, className = 'default'): Provisioner {
  return {
    type,
    class: className,
    title: type,
    by: { kind: 'built-in' },
    outputs: [],
  };
}

describeWithFixtures('the public example that uses every field', () => {
  const read = () =>
    readFileSync(join(folder ?? '', 'score-full.yaml'), 'utf8');

  it('is valid', () => {
    const { workload, problems } = parseScore({ text: read() });
    expect(problems).toEqual([]);
    expect(workload?.metadata.name).toBe('example-workload-name123');
  });

  it('says exactly what the platform lacks for it', () => {
    const { problems, manifests } = render(read());
    const errors = problems.filter(it => it.severity === 'error');
    expect(manifests).toEqual([]);
    expect(errors.map(it => it.field)).toEqual([
      'containers.container-one1.files["/my/file"].source',
      'containers.container-one1.volumes["/mnt/something"].source',
      'containers.container-one1.volumes["/mnt/something-else"].source',
      'containers.container-two2.image',
      'resources.resource-one1.type',
      'resources.resource-two2.type',
      'resources.resource-three.type',
    ]);
    expect(said(errors).at(-1)).toMatch(
      /Nothing on the platform provides the type Type-Three\. Choose what there is: dns, postgres, route, service, volume\./,
    );
  });

  it('renders where all that is there', () => {
    const disks = ['volume-name', 'volume-two'].map(
      it => `  ${it}: { type: volume, class: ephemeral }\n`,
    );
    const { problems, manifests } = render(`${read()}\n${disks.join('')}`, {
      provisioners: [
        ...platform.items,
        provides('Resource-One'),
        provides('Resource-Two'),
        provides('Type-Three'),
      ],
      files: { 'file.txt': 'content' },
      images: { 'container-two2': 'app:1' },
    });
    expect(problems.map(it => [it.severity, it.field])).toEqual([
      ['warning', 'containers.container-one1.resources.requests.cpu'],
      ['warning', 'containers.container-one1.resources.requests.memory'],
      ['warning', 'containers.container-two2'],
    ]);
    expect(manifests.map(it => it.kind)).toEqual([
      'ServiceAccount',
      'ConfigMap',
      'Deployment',
      'Service',
      'NetworkPolicy',
    ]);
  });
});
