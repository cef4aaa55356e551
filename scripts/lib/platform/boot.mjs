// Starts the parts of a platform in the order in which they need each other.
import * as argocd from './argocd.mjs';
import { setUpArgocd, writeArgocdAccess } from './argocdAccess.mjs';
import { gitea, postgres } from './gitea.mjs';
import { START_PATIENCE, until } from './kube.mjs';
import * as kubernetes from './kubernetes.mjs';
import * as kyverno from './kyverno.mjs';

/**
 * @param {import('./context.mjs').Context} context
 * @param {{ parts: string[], supervisor: import('../supervisor.mjs').Supervisor, step: (name: string, work: () => Promise<void>) => Promise<void> }} tools
 */
export async function boot(context, { parts, supervisor, step }) {
  const has = name => parts.includes(name);
  const run = spec => supervisor.start({ patience: START_PATIENCE, ...spec });
  const start = spec => step(spec.name, () => run(spec));
  const startIf = async (name, makeSpec) => {
    if (has(name)) await start(makeSpec(context));
  };

  const bootGitea = async () => {
    await startIf('postgres', postgres);
    if (!has('gitea')) return;
    const { spec, writeAccess } = gitea(context);
    await step('gitea', async () => {
      await run(spec);
      await writeAccess();
    });
  };

  const bootKubernetes = async () => {
    await startIf('etcd', kubernetes.etcd);
    if (!has('api-server')) return;
    await start(kubernetes.apiServer(context));
    await kyverno.forgetWebhooks(context.kube);
    await Promise.all([
      startIf('controller-manager', kubernetes.controllerManager),
      startIf('scheduler', kubernetes.scheduler),
      bootNode(),
      bootArgocd(),
      bootKyverno(),
    ]);
  };

  const bootNode = async () => {
    if (!has('kwok')) return;
    await start(kubernetes.kwok(context));
    await step('node', async () => {
      await kubernetes.ensureNode(context.kube);
      await until('a node that is ready', () =>
        kubernetes.nodeIsReady(context.kube),
      );
    });
  };

  const bootArgocd = async () => {
    if (!has('argocd-repo-server')) return;
    await redisUp;
    await step("Argo CD's definitions and settings", () =>
      setUpArgocd(context),
    );
    const bootServer = async () => {
      await startIf('argocd-server', argocd.server);
      // The server makes the key that webhooks of ApplicationSets look for.
      await startIf('argocd-applicationsets', argocd.applicationSets);
      if (has('argocd-server'))
        await step("Argo CD's account and token", () =>
          writeArgocdAccess(context),
        );
    };
    await Promise.all([
      start(argocd.repoServer(context)),
      startIf('argocd-controller', argocd.applicationController),
      bootServer(),
    ]);
  };

  const bootKyverno = async () => {
    if (!has('kyverno-reports') && !has('kyverno-admission')) return;
    await step("Kyverno's definitions and settings", () =>
      kyverno.setUpKyverno(context),
    );
    await Promise.all([
      startIf('kyverno-reports', kyverno.reports),
      startIf('kyverno-admission', kyverno.admission),
    ]);
  };

  const redisUp = startIf('redis', argocd.redis);
  await Promise.all([redisUp, bootKubernetes(), bootGitea()]);
}
