import type {
  KubernetesObject,
  SourceHealth,
} from '@cairn/plugin-platform-common';
import { COMPONENT_LABEL } from '@cairn/plugin-platform-common';
import type { GitHost } from '../git';
import type {
  DeliveryCondition,
  DeliveryDestination,
  DeliveryDetail,
  DeliverySummary,
} from '../types';
import {
  isAutomated,
  sourcesOf,
  type ArgoApplication,
} from './ArgoApplication';
import { describeDelivery } from './describeDelivery';
import { readHistory } from './readHistory';
import { readOperation } from './readOperation';
import { readResources } from './readResources';
import { describeRevisions, desiredNames, findDeployed } from './revisions';

/** What is known of an Application beside its object. @public */
export interface DeliveryContext {
  /** The cluster that holds the Application. */
  cluster: string;
  destination: DeliveryDestination;
  owner?: string;
  environment?: string;
  /** How fresh the watch of Applications on that cluster is. */
  source?: SourceHealth;
  hosts?: GitHost[];
  /** In milliseconds. */
  now: number;
  silentAfter?: number;
}

/** One Application as a list shows it. @public */
export function readDeliverySummary(
  object: KubernetesObject,
  context: DeliveryContext,
): DeliverySummary {
  const application = object as ArgoApplication;
  const { metadata, spec, status } = application;
  const { owner, environment, hosts = [] } = context;
  const deployed = findDeployed(application);
  const component = metadata.labels?.[COMPONENT_LABEL];
  const { state, stale } = describeDelivery({ application, ...context });
  return {
    cluster: context.cluster,
    namespace: metadata.namespace ?? '',
    name: metadata.name,
    uid: metadata.uid ?? '',
    project: spec?.project || 'default',
    destination: context.destination,
    ...(owner && { owner }),
    ...(environment && { environment }),
    ...(component && { component }),
    state,
    sync: status?.sync?.status || 'Unknown',
    health: status?.health?.status || 'Unknown',
    deployed: describeRevisions({ ...deployed, hosts }),
    ...(deployed.at && { deployedAt: deployed.at }),
    ...(status?.reconciledAt && { lastCompared: status.reconciledAt }),
    ...(stale && { stale }),
  };
}

function readConditions({ status }: ArgoApplication): DeliveryCondition[] {
  return (status?.conditions ?? []).map(condition => ({
    type: condition.type ?? 'Unknown',
    message: condition.message ?? '',
    ...(condition.lastTransitionTime && {
      since: condition.lastTransitionTime,
    }),
  }));
}

/** Everything about one Application. @public */
export function readDeliveryDetail(
  object: KubernetesObject,
  context: DeliveryContext,
): DeliveryDetail {
  const application = object as ArgoApplication;
  const { metadata, spec, status } = application;
  const hosts = context.hosts ?? [];
  const sources = sourcesOf(spec ?? {});
  const operation = readOperation(application, hosts);
  return {
    ...readDeliverySummary(object, context),
    sources: context.source ? [context.source] : [],
    ...(metadata.creationTimestamp && {
      createdAt: metadata.creationTimestamp,
    }),
    automated: isAutomated(application),
    selfHeal: spec?.syncPolicy?.automated?.selfHeal === true,
    follows: sources.map(({ repoURL = '', path, chart, targetRevision }) => ({
      repoUrl: repoURL,
      ...((path ?? chart) && { path: path ?? chart }),
      targetRevision: targetRevision || 'HEAD',
    })),
    desired: describeRevisions({
      names: desiredNames(application),
      sources,
      hosts,
    }),
    ...(operation && { operation }),
    history: readHistory(application, hosts),
    conditions: readConditions(application),
    resources: readResources(application),
    resourceCount: (status?.resources ?? []).filter(({ hook }) => !hook).length,
  };
}
