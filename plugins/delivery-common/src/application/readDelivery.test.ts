import { recorded, soonAfter } from '../__testUtils__/recorded';
import type { ArgoApplication } from './ArgoApplication';
import { hasChanged } from './hasChanged';
import { readDeliveryDetail } from './readDelivery';

function context(application: ArgoApplication) {
  return {
    cluster: 'sandbox',
    destination: { cluster: 'sandbox', server: 'in-cluster' },
    now: soonAfter(application),
  };
}

describe('readDeliveryDetail', () => {
  it('survives an object with nothing in it', () => {
    const application: ArgoApplication = {
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Application',
      metadata: { name: 'empty' },
    };
    expect(readDeliveryDetail(application, context(application))).toMatchObject(
      { name: 'empty', state: { state: 'unknown' }, deployed: [], history: [] },
    );
  });

  const read = (name: string) => {
    const application = recorded[name];
    return readDeliveryDetail(application, {
      ...context(application),
      hosts: [{ host: 'git.example.org', type: 'gitea' }],
    });
  };

  it('tells history, the last operation and who began them', () => {
    const detail = read('08-rollback-rest/argocd/s10');
    expect(detail.history.map(({ id }) => id)).toEqual([4, 3, 2, 1]);
    expect(detail.history.map(({ by }) => by)).toContain('admin');
    expect(detail.operation).toMatchObject({ phase: 'Succeeded' });
    const automatic = read('01-create-automated-and-new-commit/argocd/s01');
    expect(automatic.history[0]).toMatchObject({
      by: 'Argo CD',
      automated: true,
      revisions: [{ short: '234c801' }],
    });
    expect(automatic.deployed).toEqual([
      expect.objectContaining({ short: '234c801' }),
    ]);
    expect(automatic).toMatchObject({ automated: true, selfHeal: true });
  });

  it('takes a version for deployed that a self-heal applied without a word in the history', () => {
    const detail = read('02-bad-manifest-invalid-yaml/argocd/s02invalid-yaml');
    expect(detail.deployed).toMatchObject([{ short: '54623ab' }]);
    expect(detail.deployedAt).toBe('2026-11-21T08:31:36Z');
    expect(detail.operation).toMatchObject({ kind: 'self-heal' });
    expect(detail.history).toMatchObject([
      { revisions: [{ short: '270a97f' }] },
    ]);
  });

  it('knows a version that was applied before a hook failed', () => {
    const detail = read('03-hooks-postsync-fails/argocd/s07b');
    expect(detail.history).toEqual([]);
    expect(detail.deployed).toMatchObject([{ short: 'ecb73af' }]);
  });

  it('names the resources in question and why', () => {
    const detail = read('02-bad-manifest-admission/argocd/s02admission');
    expect(detail.resources).toEqual([
      {
        group: 'apps',
        kind: 'Deployment',
        namespace: 's02admission',
        name: 'web',
        sync: 'OutOfSync',
        message: expect.stringMatching(/^deployments.apps "web" is forbidden/),
      },
    ]);
    expect(detail.operation).toMatchObject({ phase: 'Running', retries: 4 });
    expect(detail.operation?.finishedAt).toBeUndefined();
    expect(read('06-removed-from-git-no-prune/argocd/s06c').resources).toEqual([
      expect.objectContaining({ kind: 'ConfigMap', requiresPruning: true }),
    ]);
  });

  it('lists no resource as due for removal while Argo CD cannot compare', () => {
    const name = '16-repo-server-down/argocd/s18-manual at 6.72 s';
    expect(recorded[name].status?.resources).toEqual([
      expect.objectContaining({ status: 'Unknown', requiresPruning: true }),
    ]);
    expect(read(name).resources).toEqual([]);
    expect(read(name).desired).toEqual([]);
  });

  it('keeps the versions of several sources apart', () => {
    const detail = read('19-multi-source/argocd/s21');
    expect(detail.follows).toHaveLength(2);
    expect(detail.deployed.map(({ short }) => short)).toEqual([
      '75695b6',
      'a7c6042',
    ]);
    expect(detail.desired.map(({ short }) => short)).toEqual([
      '75695b6',
      '88d70d3',
    ]);
  });
});

describe('hasChanged', () => {
  const application = recorded['01-create-automated-and-new-commit/argocd/s01'];
  it('takes a comparison that found nothing for no change', () => {
    const later = structuredClone(application);
    later.metadata.resourceVersion = '2';
    later.status = { ...later.status, reconciledAt: '2026-11-22T00:00:00Z' };
    expect(hasChanged(application, later)).toBe(false);
    later.status.health = { status: 'Degraded' };
    expect(hasChanged(application, later)).toBe(true);
    expect(hasChanged(undefined, application)).toBe(true);
  });
});
