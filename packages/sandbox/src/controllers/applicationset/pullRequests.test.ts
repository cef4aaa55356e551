import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { eventually } from '../../__testUtils__/testApi';
import { git, TestHost } from '../../git/__testUtils__/TestHost';
import type { KubernetesObject } from '../runtime';
import { SetWorld } from './__testUtils__/SetWorld';

type Recording = { manifests: KubernetesObject[]; conditions: string[][] };

const recordings = parse(
  readFileSync(join(__dirname, '__fixtures__/recordings.yaml'), 'utf8'),
) as Record<string, Recording>;

describe('previews of pull requests', () => {
  let world: SetWorld;
  let host: TestHost;

  beforeAll(async () => {
    [world, host] = await Promise.all([SetWorld.start(), TestHost.start()]);
  }, 120_000);
  afterAll(async () => {
    await world.stop();
    await host.stop();
  });

  it('come with the pull request, follow its pushes and go with its branch', async () => {
    const recorded = recordings['03-pull-request-generator-gitea'];
    const text = JSON.stringify(recorded?.manifests[0])
      .replace(/http:\/\/127\.0\.0\.1:300[01]/g, host.url)
      .replaceAll('acme', 'payments');
    const set = JSON.parse(text) as KubernetesObject & {
      spec: { generators: { pullRequest: { gitea: { labels?: string[] } } }[] };
    };
    // Labels have a test of their own; here every pull request counts.
    delete set.spec.generators[0]?.pullRequest.gitea.labels;

    const body = { name: 'shop', auto_init: true, default_branch: 'main' };
    const made = await host.api('ada', 'POST', '/orgs/payments/repos', body);
    expect(made.status).toBe(201);
    const clone = await host.folder();
    await git(clone, 'clone', host.remote('ada', 'payments/shop'), '.');
    await world.apply(set);
    await world.reports('as6', recorded?.conditions[0] ?? []);
    expect(await world.namesOf('as6')).toEqual([]);

    const push = async (branch: string) => {
      await git(clone, 'commit', '--allow-empty', '-m', branch);
      await git(clone, 'push', 'origin', `HEAD:refs/heads/${branch}`);
      return git(clone, 'rev-parse', 'HEAD');
    };
    const open = (head: string, title: string) =>
      host.api('ada', 'POST', '/repos/payments/shop/pulls', {
        head,
        base: 'main',
        title,
      });
    const first = await push('feature/A');
    expect((await open('feature/A', 'Feature A')).status).toBe(201);
    await world.owns('as6', ['as6-1-feature-a']);
    const preview = await world.application('as6-1-feature-a');
    expect(preview?.metadata).toMatchObject({
      labels: { branch: 'feature-a' },
      annotations: {
        author: 'ada',
        labels: '',
        short: first.slice(0, 8),
        short7: first.slice(0, 7),
        target: 'main',
        title: 'Feature A',
      },
    });
    expect(preview?.spec).toMatchObject({
      source: { targetRevision: first },
      destination: { namespace: 'as6-pr-1' },
    });

    const second = await push('feature/A');
    await eventually(async () => {
      const now = await world.application('as6-1-feature-a');
      return now?.spec.source?.targetRevision === second;
    });

    await push('feature/B');
    await open('feature/B', 'Feature B');
    await world.owns('as6', ['as6-1-feature-a', 'as6-2-feature-b']);
    await git(clone, 'push', 'origin', '--delete', 'feature/A');
    await world.release('as6-1-feature-a');
    await world.owns('as6', ['as6-2-feature-b']);
    await host.api('ada', 'POST', '/repos/payments/shop/pulls/2/merge', {
      Do: 'merge',
    });
    await world.release('as6-2-feature-b');
    await world.owns('as6', []);
  }, 90_000);
});
