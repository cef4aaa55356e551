import type { SourceHealth } from '@cairn/plugin-platform-common';
import type { ArgoApplication } from './ArgoApplication';
import { recorded, soonAfter } from '../__testUtils__/recorded';
import { verdicts } from '../__testUtils__/verdicts';
import { describeDelivery } from './describeDelivery';

const MINUTE = 60_000;

describe('describeDelivery', () => {
  it('has a verdict on every recording', () => {
    expect(verdicts.map(([name]) => name).sort()).toEqual(
      Object.keys(recorded).sort(),
    );
  });

  it.each(verdicts.map(row => [row[0], row] as const))('%s', (name, row) => {
    const [, state, sentence, cause] = row;
    const application = recorded[name];
    const found = describeDelivery({
      application,
      now: soonAfter(application),
    });
    expect(found.state).toMatchObject({ state, sentence });
    expect(found.stale?.cause).toBe(cause);
  });

  const healthy = recorded['01-create-automated-and-new-commit/argocd/s01'];
  const outage = recorded['16-repo-server-down/argocd/s18 at 30 s'];

  it('tells an Application that nobody compares from one that is in order', () => {
    // The repository server is down, and Argo CD says nothing about it yet.
    const reconciledAt = outage.status?.reconciledAt;
    const now = Date.parse(reconciledAt ?? '');
    const at = (minutes: number, silentAfter?: number) =>
      describeDelivery({
        application: outage,
        now: now + minutes * MINUTE,
        ...(silentAfter !== undefined && { silentAfter }),
      });
    expect(at(5).state.state).toBe('ready');
    expect(at(5).stale).toBeUndefined();
    expect(at(7)).toEqual({
      state: {
        state: 'unknown',
        sentence:
          'Argo CD has not looked at this for longer than usual; when last seen it was in order.',
        since: reconciledAt,
        detail: 'Version 9141df6 runs as git says and is healthy.',
      },
      stale: {
        cause: 'controller',
        since: reconciledAt,
        sentence: expect.stringContaining('since then'),
      },
    });
    expect(at(7, 10 * MINUTE).state.state).toBe('ready');
    expect(at(1e6, 0).state.state).toBe('ready');
  });

  it('never shows what a cluster said before it went away as current', () => {
    const source: SourceHealth = {
      cluster: 'spoke',
      resource: 'applications.argoproj.io',
      state: 'stale',
      staleSince: '2026-11-21T08:00:00Z',
      error: 'The cluster does not answer.',
    };
    expect(
      describeDelivery({
        application: healthy,
        source,
        now: soonAfter(healthy),
      }),
    ).toMatchObject({
      state: {
        state: 'unknown',
        sentence:
          'Cluster spoke cannot be read; when last seen it was in order.',
        since: '2026-11-21T08:00:00Z',
      },
      stale: {
        cause: 'cluster',
        since: '2026-11-21T08:00:00Z',
        sentence:
          'Cluster spoke cannot be read, so this may be out of date. The cluster does not answer.',
      },
    });
  });

  it('counts an outage of git from the last comparison that can be trusted', () => {
    const application =
      recorded['16-repo-server-down/argocd/s18-manual at 6.72 s'];
    const condition = application.status?.conditions?.[0];
    const { stale } = describeDelivery({
      application,
      now: soonAfter(application) + 60 * MINUTE,
    });
    expect(stale).toMatchObject({
      cause: 'git',
      since: condition?.lastTransitionTime,
    });
  });

  it('says that something is being deleted, whatever else is the case', () => {
    const application: ArgoApplication = {
      ...healthy,
      metadata: {
        ...healthy.metadata,
        deletionTimestamp: '2026-11-21T08:34:47Z',
        finalizers: ['resources-finalizer.argocd.argoproj.io'],
      },
    };
    expect(
      describeDelivery({ application, now: soonAfter(application) }).state,
    ).toMatchObject({
      state: 'deleting',
      sentence: 'The Application and everything it runs are being deleted.',
      since: '2026-11-21T08:34:47Z',
    });
  });
});
