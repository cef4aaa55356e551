import {
  connectionFromKubeconfig,
  InformerPool,
  installMissing,
  KubernetesClient,
  type Log,
} from '../runtime';
import { constraintTemplateCrd } from './crds/gatekeeperCrds';
import { kyvernoCrds } from './crds/kyvernoCrds';
import { openreportsCrds, wgpolicyCrds } from './crds/reportCrds';
import { Gatekeeper } from './gatekeeper/Gatekeeper';
import { AdmissionControl } from './kyverno/AdmissionControl';
import { AdmissionResults } from './kyverno/AdmissionResults';
import { BackgroundScan } from './kyverno/BackgroundScan';
import type { ReportGroup } from './kyverno/buildReport';
import { PolicyAdmission } from './kyverno/PolicyAdmission';
import { PolicySources } from './kyverno/PolicySources';
import { reviewException, reviewPolicy } from './kyverno/validatePolicyObject';
import { PolicyEvents } from './PolicyEvents';
import { ResourceCatalog } from './ResourceCatalog';
import { type PolicyTiming, sandboxTiming } from './timing';
import { startWebhookServer } from './webhook/startWebhookServer';

/** What {@link startPolicy} needs. */
export interface PolicyOptions {
  /** Path of a kubeconfig, or its text. */
  kubeconfig: string;
  log: Log;
  signal: AbortSignal;
  /** The API group reports are written in; the working group's by default. */
  reportGroup?: ReportGroup;
  /** Delays; the sandbox's short ones by default. */
  timing?: Partial<PolicyTiming>;
}

/** The running engines. */
export interface PolicyEngines {
  /** Settles when all policies and the objects they match have been listed. */
  synced: Promise<void>;
  stop(): Promise<void>;
}

/**
 * Starts the stand-in for the policy engines: Kyverno's background scan and
 * admission, and Gatekeeper. An ordinary client of the API; not for clusters
 * that have the real ones.
 */
export async function startPolicy(
  options: PolicyOptions,
): Promise<PolicyEngines> {
  const { kubeconfig, log, signal, reportGroup = 'wgpolicyk8s.io' } = options;
  const timing = { ...sandboxTiming, ...options.timing };
  const client = KubernetesClient.fromKubeconfig(kubeconfig, 'cairn-policy');
  const catalog = new ResourceCatalog(connectionFromKubeconfig(kubeconfig));
  const pool = new InformerPool(client, log);
  const stops: (() => unknown)[] = [
    () => client.close(),
    () => catalog.close(),
    () => pool.stop(),
  ];
  const stop = async () => {
    for (const each of stops.splice(0).reverse()) await each();
  };

  try {
    await installMissing(
      client,
      [
        ...kyvernoCrds,
        ...wgpolicyCrds,
        ...openreportsCrds,
        constraintTemplateCrd,
      ],
      signal,
    );
    const sources = await PolicySources.create(pool, catalog);
    const events = new PolicyEvents(client, log);
    stops.push(() => events.flush());
    const admissionResults = new AdmissionResults();
    const admission = new PolicyAdmission({
      sources,
      events,
      results: admissionResults,
    });
    const gatekeeper = new Gatekeeper({ client, catalog, pool, timing, log });
    const server = await startWebhookServer(
      {
        vpol: (request, names) => admission.review(request, names, false),
        nvpol: (request, names) => admission.review(request, names, true),
        policyvalidate: reviewPolicy,
        exceptionvalidate: reviewException,
        gatekeeper: gatekeeper.review,
      },
      log,
    );
    stops.push(() => server.stop());
    const control = new AdmissionControl({
      client,
      sources,
      admission,
      target: server,
      canGenerate: sources.hasAdmissionPolicies,
      log,
    });
    stops.push(() => control.stop());
    stops.push(() => gatekeeper.stop());
    const scan = new BackgroundScan({
      client,
      catalog,
      sources,
      events,
      admissionResults,
      group: reportGroup,
      timing,
      log,
    });
    stops.push(() => scan.stop());
    const synced = Promise.all([
      control.start(),
      scan.start(),
      gatekeeper.start(server),
    ]).then(() => undefined);
    // Told to whoever waits for it; nobody may be waiting yet.
    synced.catch(() => undefined);
    return { synced, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
