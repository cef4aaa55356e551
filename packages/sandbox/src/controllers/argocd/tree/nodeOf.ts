import type { KubernetesObject } from '../../runtime';
import { groupOf, versionOf } from '../compare/mergeKeys';
import { healthOf } from '../health/healthOf';
import { imagesOf } from '../images';
import type { ResourceNode, TreeRef } from './ResourceTree';

type Address = { hostname?: string; ip?: string };
type IngressRule = {
  host?: string;
  http?: {
    paths?: { path?: string; backend?: { service?: { name: string } } }[];
  };
};

/** A live object as the resource tree shows it. */
export function nodeOf(
  object: KubernetesObject,
  parent: TreeRef | undefined,
): ResourceNode {
  const { metadata } = object;
  const info = infoOf(object);
  const networkingInfo = networkOf(object);
  const health = healthOf(object);
  const images = object.kind === 'Pod' ? imagesOf(object) : [];
  return {
    ...refOf(object),
    ...(parent && { parentRefs: [parent] }),
    ...(info.length > 0 && { info }),
    ...(networkingInfo && { networkingInfo }),
    resourceVersion: metadata.resourceVersion,
    ...(images.length > 0 && { images }),
    ...(health && { health }),
    createdAt: metadata.creationTimestamp,
  };
}

/** What a live object is called in the tree. */
export function refOf({
  apiVersion,
  kind,
  metadata,
}: KubernetesObject): TreeRef {
  const group = groupOf(apiVersion);
  const { namespace, name = '', uid } = metadata;
  return {
    ...(group && { group }),
    version: versionOf(apiVersion),
    kind,
    ...(namespace && { namespace }),
    name,
    uid,
  };
}

function infoOf(object: KubernetesObject): ResourceNode['info'] & object {
  const revision =
    object.metadata.annotations?.['deployment.kubernetes.io/revision'];
  if (object.kind === 'Deployment' || object.kind === 'ReplicaSet') {
    return revision ? [{ name: 'Revision', value: `Rev:${revision}` }] : [];
  }
  return object.kind === 'Pod' ? podInfo(object) : [];
}

function podInfo({ spec = {}, status = {}, metadata }: KubernetesObject) {
  const containers = (status.containerStatuses ?? []) as unknown as {
    ready?: boolean;
    restartCount?: number;
    state?: {
      waiting?: { reason?: string };
      terminated?: { reason?: string };
    };
  }[];
  const stuck = containers
    .map(it => it.state?.waiting?.reason ?? it.state?.terminated?.reason)
    .find(reason => reason);
  const reason = metadata.deletionTimestamp
    ? 'Terminating'
    : stuck ?? String(status.reason ?? status.phase ?? '');
  const restarts = containers.reduce(
    (sum, it) => sum + (it.restartCount ?? 0),
    0,
  );
  const ready = containers.filter(it => it.ready).length;
  const all = (spec.containers as unknown[] | undefined)?.length ?? 0;
  return [
    { name: 'Status Reason', value: reason },
    { name: 'Node', value: String(spec.nodeName ?? '') },
    { name: 'Containers', value: `${ready}/${all}` },
    ...(restarts > 0
      ? [{ name: 'Restart Count', value: String(restarts) }]
      : []),
  ].filter(it => it.value !== '');
}

function networkOf(
  object: KubernetesObject,
): ResourceNode['networkingInfo'] | undefined {
  const { kind, spec = {}, metadata } = object;
  if (kind === 'Pod') return { labels: metadata.labels };
  const ingress = addressesOf(object);
  const shown = ingress.length > 0 ? { ingress } : {};
  if (kind === 'Service') {
    const targetLabels = spec.selector as Record<string, string> | undefined;
    return { ...(targetLabels && { targetLabels }), ...shown };
  }
  if (kind !== 'Ingress') return undefined;
  const targetRefs = ((spec.rules ?? []) as unknown as IngressRule[])
    .flatMap(rule => rule.http?.paths ?? [])
    .map(path => path.backend?.service?.name)
    .filter(name => name !== undefined)
    .map(name => ({
      kind: 'Service',
      namespace: metadata.namespace,
      name,
    }));
  return { targetRefs, ...shown, externalURLs: externalUrlsOf(object) };
}

function addressesOf({ status = {} }: KubernetesObject): Address[] {
  const { ingress = [] } = (status.loadBalancer ?? {}) as {
    ingress?: Address[];
  };
  return ingress.map(({ hostname, ip }) => ({
    ...(hostname && { hostname }),
    ...(ip && { ip }),
  }));
}

/** The addresses under which people reach what an Ingress publishes. */
export function externalUrlsOf(object: KubernetesObject): string[] {
  if (object.kind !== 'Ingress') return [];
  const { spec = {} } = object;
  const [address] = addressesOf(object);
  const secure = ((spec.tls ?? []) as unknown[]).length > 0;
  const urls = ((spec.rules ?? []) as unknown as IngressRule[]).flatMap(
    rule => {
      const host = rule.host ?? address?.hostname ?? address?.ip;
      if (!host) return [];
      return (rule.http?.paths ?? []).map(
        ({ path = '' }) =>
          `${secure ? 'https' : 'http'}://${host}${path
            .replace(/\*$/, '')
            .replace(/\/$/, '')}`,
      );
    },
  );
  return [...new Set(urls)];
}
