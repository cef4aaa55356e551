import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseKubeconfig } from '@cairn/kubeconfig';
import { platformDir } from '../__testUtils__/TestSandbox';
import {
  eventually,
  startTestApi,
  type TestApi,
} from '../__testUtils__/testApi';
import { argoCrds } from '../controllers/argocd/crds/installCrds';
import { ownCrds } from '../controllers/composition/crds/installCrds';
import { refOf } from '../controllers/runtime';
import { ClusterProbe } from './ClusterProbe';
import { clusterName } from './clusterName';
import { connectionOf } from './connectionOf';
import { formatReport } from './formatReport';
import { formatPlan } from './installCommand';
import {
  applyInstall,
  describe as words,
  planInstall,
} from './installPlatform';
import { inspectCluster } from './inspectCluster';
import { keepPortalAccess } from './keepPortalAccess';
import { findRefusals } from './refusals';

describe('a cluster that is there already', () => {
  let api: TestApi;
  let folder: string;

  beforeAll(async () => {
    api = await startTestApi();
    folder = await mkdtemp(join(tmpdir(), 'cairn-attach-'));
  }, 60_000);

  afterAll(async () => {
    await api.stop();
    await rm(folder, { recursive: true });
  });

  const contextOf = (text = api.kubeconfig) =>
    parseKubeconfig(text, { folder });
  const inspect = (context = contextOf()) =>
    inspectCluster({
      context,
      connection: connectionOf(context),
      folder,
      flags: '--kubeconfig F',
    });
  const facts = async () => {
    const { report } = await inspect();
    return Object.fromEntries(
      report.findings.map(({ id, state, found }) => [id, `${state}: ${found}`]),
    );
  };

  it('is told with what is missing and the mend, and nothing is changed on it', async () => {
    const { items } = await api.client.list('v1', 'Namespace');
    const { report, access } = await inspect();
    expect(access).toBeUndefined();
    expect(report).toMatchObject({
      context: 'test',
      identity: {
        kind: 'own',
        because: 'there is no ServiceAccount cairn-portal in cairn-system',
      },
    });
    expect(report.findings.map(({ id, state }) => `${id} ${state}`)).toEqual([
      'impersonation found',
      'namespaces missing',
      'crossplane missing',
      'argocd missing',
      'reports missing',
      'engines missing',
    ]);
    const text = formatReport(report, 'npm start -- X').join('\n');
    expect(text).toContain('npm run sandbox -- controllers --kubeconfig F');
    expect(text).toMatch(/mend: .*npm start -- X/);
    expect((await api.client.list('v1', 'Namespace')).items).toEqual(items);
  }, 60_000);

  it('gets what was asked for after a list; then the portal is its ServiceAccount', async () => {
    const options = { platformDir, sets: ['portal-rbac'] as const };
    const plan = await planInstall(api.client, options);
    expect(
      plan.map(({ object, effect }) => `${effect} ${words(object)}`),
    ).toEqual([
      'create Namespace cairn-system',
      'create ServiceAccount cairn-system/cairn-portal',
      'create ClusterRole cairn-portal',
      'create ClusterRoleBinding cairn-portal',
    ]);
    const role = {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRole',
      name: 'cairn-portal',
    };
    expect(await api.client.find(role)).toBeUndefined();
    await applyInstall(api.client, plan);
    const again = await planInstall(api.client, options);
    expect(new Set(again.map(({ effect }) => effect))).toEqual(
      new Set(['none']),
    );
    await api.client.patch(role, { rules: [] });
    const [changed] = (await planInstall(api.client, options)).filter(
      ({ effect }) => effect !== 'none',
    );
    expect(formatPlan(changed ? [changed] : [], 'test').join('\n')).toContain(
      'leave out  ClusterRole cairn-portal: Apply failed with 1 conflict: conflict with "cairn-sandbox"',
    );

    // With no rights at all, each refusal is told by itself.
    const { report, access } = await inspect();
    expect(report.identity).toMatchObject({
      kind: 'service-account',
      username: 'system:serviceaccount:cairn-system:cairn-portal',
    });
    expect(await facts()).toMatchObject({
      impersonation: 'refused: the portal may not impersonate people',
      namespaces: 'refused: the portal may not list Namespaces',
    });
    expect(
      parseKubeconfig(await readFile(access?.kubeconfig ?? '', 'utf8'), {
        folder,
      }),
    ).toMatchObject({ tokenFile: access?.tokenFile });
    expect((await stat(access?.tokenFile ?? '')).mode & 0o077).toBe(0);

    await api.client.delete(role);
    const all = await planInstall(api.client, {
      platformDir,
      sets: ['platform'],
    });
    expect(
      all.find(({ object }) => object.kind === 'Application'),
    ).toMatchObject({
      effect: 'left-out',
      because: 'the cluster does not serve argoproj.io/v1alpha1 Application',
    });
    await applyInstall(api.client, all);
    expect(await facts()).toMatchObject({
      impersonation: 'found: the portal may impersonate people',
      namespaces: expect.stringContaining('owned by logistics, payments'),
    });
  }, 60_000);

  it('keeps giving the portal a token that is good', async () => {
    const file = join(folder, 'kubeconfig');
    await writeFile(file, api.kubeconfig);
    const keeper = keepPortalAccess({
      kubeconfig: file,
      dataDir: folder,
      log: () => {},
      lookMs: 50,
    });
    const token = () =>
      readFile(join(folder, 'portal.token'), 'utf8').catch(() => '');
    const first = await eventually(token);
    const account = {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: { namespace: 'cairn-system', name: 'cairn-portal' },
    };
    // The tokens of the old one are worth nothing any more.
    await api.client.delete(refOf(account));
    await api.client.create(account);
    const isAccepted = async () => {
      const probe = new ClusterProbe({
        ...connectionOf(contextOf()),
        credentials: async () => ({ token: (await token()).trim() }),
      });
      const me = await probe.whoAmI().catch(() => undefined);
      probe.close();
      return me?.username.endsWith(':cairn-portal');
    };
    await eventually(async () => (await token()) !== first && isAccepted());
    expect(await isAccepted()).toBe(true);
    await keeper.stop();
  }, 60_000);

  it('is not given stand-ins where the real ones are', async () => {
    const probe = new ClusterProbe(connectionOf(contextOf()));
    const refused = async () =>
      [
        ...(
          await findRefusals(probe, ['composition', 'workloads', 'argocd'])
        ).values(),
      ].join('\n');
    expect(await refused()).toBe('');
    const [xrd] = ownCrds;
    const [application] = argoCrds;
    // Ours are known by their manager.
    await api.client.apply(xrd, { fieldManager: 'crossplane', force: true });
    expect(await refused()).toBe('');
    await api.client.delete({
      apiVersion: xrd.apiVersion,
      kind: xrd.kind,
      name: xrd.metadata.name ?? '',
    });
    await api.client.create(application, { fieldManager: 'helm' });
    await api.client.create({
      apiVersion: 'v1',
      kind: 'Node',
      metadata: { name: 'worker-1' },
    });
    await api.client.create({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: {
        name: 'crossplane',
        namespace: 'default',
        labels: { app: 'crossplane' },
      },
      spec: {
        replicas: 0,
        selector: { matchLabels: { app: 'crossplane' } },
        template: {
          metadata: { labels: { app: 'crossplane' } },
          spec: { containers: [{ name: 'c', image: 'crossplane:v2.2.0' }] },
        },
      },
    });
    const sentences = await refused();
    expect(sentences).toContain(
      'composition is not started: this cluster has the real Crossplane (deployments default/crossplane)',
    );
    expect(sentences).toContain('nodes of its own (worker-1)');
    expect(sentences).toContain("Argo CD's kinds (applications.argoproj.io)");
    probe.close();
  }, 60_000);

  it('that cannot be used says why in a sentence', async () => {
    const context = contextOf();
    const fails = async (change: Partial<typeof context>) =>
      inspect({ ...context, ...change }).then(
        () => 'it works',
        (error: Error) => `${error.name}: ${error.message}`,
      );
    const plain = { certificate: undefined, key: undefined, token: 'revoked' };
    expect(await fails(plain)).toMatch(
      /^KubeconfigError: The cluster of context "test" .* refuses the login of this kubeconfig \(401\)/,
    );
    expect(await fails({ ca: undefined })).toMatch(/does not trust \(/);
    expect(await fails({ server: 'https://127.0.0.1:1' })).toMatch(
      /nothing listens/,
    );
    expect(await fails({ server: 'https://no-such-host.invalid' })).toMatch(
      /not known under that name|does not answer in time/,
    );
    const page = createServer((_, response) => response.end('<html>'));
    await new Promise<void>(done => page.listen(0, '127.0.0.1', done));
    const { port } = page.address() as AddressInfo;
    expect(await fails({ server: `http://127.0.0.1:${port}` })).toMatch(
      /no Kubernetes API/,
    );
    page.close();
  }, 60_000);

  it('has a name that fits into an address', () => {
    expect(clusterName('kind-kind')).toBe('kind-kind');
    expect(clusterName('admin@10.0.0.1:6443/dev')).toBe(
      'admin-10.0.0.1-6443-dev',
    );
    const long = clusterName(
      `arn:aws:eks:eu-west-1:1:cluster/${'x'.repeat(80)}`,
    );
    expect(long).toMatch(/^[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$/);
    expect(clusterName('é/"')).toMatch(/^[0-9a-f]{8}$/);
  });
});
