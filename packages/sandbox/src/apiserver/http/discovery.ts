import { reviewKinds } from '../auth';
import { groupVersion } from '../registry/TypeRegistry';
import type { ResourceType } from '../types';
import type { ApiContext } from './ApiContext';
import { rankOf, storageVersionHash, VERSION } from './aboutGroups';
import { handleHealth } from './health';
import { handleMetrics } from './metrics';
import { negotiate } from './negotiate';
import { handleOpenApi } from './openapi';
import { handleOpenApiV2 } from './openApiV2';
import { sendJson, sendRaw, setWarnings } from './respond';

const AGGREGATED = { APIGroupDiscovery: ['v2', 'v2beta1'] };

/** Reviews are create-only kinds that are never stored. */
const REVIEWS = [...reviewKinds]
  .map(kind => ({
    kind,
    plural: `${kind.toLowerCase()}s`,
    group:
      kind === 'SelfSubjectReview'
        ? 'authentication.k8s.io'
        : 'authorization.k8s.io',
    namespaced: kind === 'LocalSubjectAccessReview',
  }))
  .sort((a, b) => (a.plural < b.plural ? -1 : 1));

/** Answers paths that are no resources; false if the path is not known. */
export function handleDiscovery(context: ApiContext): boolean {
  const { path } = context.info;
  const clean = path.length > 1 ? path.replace(/\/+$/, '') : path;
  const group = /^\/apis\/([^/]+)$/.exec(clean);
  const version = /^\/apis\/([^/]+)\/([^/]+)$/.exec(clean);
  if (clean === '/version') {
    sendJson(context, 200, VERSION);
  } else if (clean === '/metrics') {
    handleMetrics(context);
  } else if (clean === '/api' || clean === '/apis') {
    return sendRoot(context, clean);
  } else if (clean === '/api/v1') {
    sendJson(context, 200, resourceList(context, '', 'v1'));
  } else if (clean === '/') {
    sendJson(context, 200, { paths: paths(context) });
  } else if (group) {
    const found = groups(context).find(one => one.name === group[1]);
    if (!found) return false;
    sendJson(context, 200, {
      kind: 'APIGroup',
      apiVersion: 'v1',
      ...found,
    });
  } else if (version) {
    const list = resourceList(context, version[1], version[2]);
    if (list.resources.length === 0) return false;
    sendJson(context, 200, list);
  } else if (clean === '/openapi/v2') {
    handleOpenApiV2(context);
  } else {
    return handleHealth(context, clean) || handleOpenApi(context, clean);
  }
  return true;
}

function sendRoot(context: ApiContext, path: string): boolean {
  const negotiated = negotiate(context.request.headers.accept, AGGREGATED);
  if (negotiated.shape === 'APIGroupDiscovery') {
    setWarnings(context);
    sendRaw(
      context.response,
      200,
      `${JSON.stringify(
        aggregated(context, path === '/api', negotiated.shapeVersion),
      )}\n`,
      `application/json;g=apidiscovery.k8s.io;v=${negotiated.shapeVersion};as=APIGroupDiscoveryList`,
    );
  } else if (path === '/api') {
    sendJson(context, 200, {
      kind: 'APIVersions',
      versions: ['v1'],
      serverAddressByClientCIDRs: [
        {
          clientCIDR: '0.0.0.0/0',
          serverAddress: context.request.headers.host ?? '',
        },
      ],
    });
  } else {
    sendJson(context, 200, {
      kind: 'APIGroupList',
      apiVersion: 'v1',
      groups: groups(context),
    });
  }
  return true;
}

function versionsByGroup(context: ApiContext): Map<string, string[]> {
  const all = new Map(context.services.registry.groups());
  for (const { group } of REVIEWS) {
    if (!all.has(group)) all.set(group, ['v1']);
  }
  return new Map([...all].sort(([a], [b]) => rankOf(a) - rankOf(b)));
}

function groups(context: ApiContext) {
  return [...versionsByGroup(context)]
    .filter(([name]) => name !== '')
    .map(([name, versions]) => {
      const list = versions.map(version => ({
        groupVersion: `${name}/${version}`,
        version,
      }));
      return { name, versions: list, preferredVersion: list[0] };
    });
}

function paths(context: ApiContext): string[] {
  const list = ['/api', '/api/v1', '/apis'];
  for (const [group, versions] of versionsByGroup(context)) {
    if (!group) continue;
    list.push(`/apis/${group}`);
    for (const version of versions) list.push(`/apis/${group}/${version}`);
  }
  return [
    ...list,
    '/healthz',
    '/livez',
    '/metrics',
    '/openapi/v2',
    '/openapi/v3',
    '/readyz',
    '/version',
  ].sort();
}

interface Subresource {
  name: string;
  kind: string;
  verbs: string[];
  group?: string;
  version?: string;
}

function subresourcesOf(type: ResourceType): Subresource[] {
  const verbs = ['get', 'patch', 'update'];
  const list: Subresource[] = [];
  if (type.group === '' && type.plural === 'namespaces') {
    list.push({ name: 'finalize', kind: type.kind, verbs: ['update'] });
  }
  const status = { name: 'status', kind: type.kind, verbs };
  if (type.subresources.status && type.crdName !== undefined) list.push(status);
  if (type.subresources.scale) {
    list.push({
      name: 'scale',
      kind: 'Scale',
      verbs,
      group: 'autoscaling',
      version: 'v1',
    });
  }
  // Those of built-in kinds go by name.
  if (type.subresources.status && type.crdName === undefined) list.push(status);
  if (type.group === '' && type.plural === 'serviceaccounts') {
    list.push({
      name: 'token',
      kind: 'TokenRequest',
      verbs: ['create'],
      group: 'authentication.k8s.io',
      version: 'v1',
    });
  }
  return list;
}

function typesOf(
  context: ApiContext,
  group: string,
  version: string,
): ResourceType[] {
  return context.services.registry
    .all()
    .filter(type => type.group === group && type.version === version)
    .sort((a, b) => (a.plural < b.plural ? -1 : 1));
}

function resourceList(context: ApiContext, group: string, version: string) {
  const resources: object[] = [];
  for (const type of typesOf(context, group, version)) {
    resources.push({
      name: type.plural,
      singularName: type.singular,
      namespaced: type.namespaced,
      kind: type.kind,
      verbs: type.verbs,
      ...(type.shortNames.length > 0 && { shortNames: type.shortNames }),
      ...(type.categories.length > 0 && { categories: type.categories }),
      storageVersionHash: storageVersionHash(type),
    });
    for (const { name, ...rest } of subresourcesOf(type)) {
      resources.push({
        name: `${type.plural}/${name}`,
        singularName: '',
        namespaced: type.namespaced,
        ...rest,
      });
    }
  }
  for (const review of REVIEWS) {
    if (review.group !== group || version !== 'v1') continue;
    resources.push({
      name: review.plural,
      singularName: review.kind.toLowerCase(),
      namespaced: review.namespaced,
      kind: review.kind,
      verbs: ['create'],
    });
  }
  return {
    kind: 'APIResourceList',
    // The oldest group never said it.
    ...(group && { apiVersion: 'v1' }),
    groupVersion: groupVersion({ group, version }),
    resources,
  };
}

function aggregated(context: ApiContext, core: boolean, shapeVersion: string) {
  return {
    kind: 'APIGroupDiscoveryList',
    apiVersion: `apidiscovery.k8s.io/${shapeVersion}`,
    metadata: {},
    items: [...versionsByGroup(context)]
      .filter(([group]) => (group === '') === core)
      .map(([group, versions]) => ({
        metadata: group ? { name: group } : {},
        versions: versions.map(version => ({
          version,
          resources: aggregatedResources(context, group, version),
          freshness: 'Current',
        })),
      })),
  };
}

/** Kinds of the server's own groups are named without their group. */
function kindIn(kind: string, at: { group?: string; version?: string }) {
  return { group: at.group ?? '', version: at.version ?? '', kind };
}

function aggregatedResources(
  context: ApiContext,
  group: string,
  version: string,
): object[] {
  const scope = (namespaced: boolean) =>
    namespaced ? 'Namespaced' : 'Cluster';
  const list: object[] = typesOf(context, group, version).map(type => ({
    resource: type.plural,
    responseKind: kindIn(type.kind, type.crdName ? { group, version } : {}),
    scope: scope(type.namespaced),
    singularResource: type.singular,
    verbs: type.verbs,
    ...(type.shortNames.length > 0 && { shortNames: type.shortNames }),
    ...(type.categories.length > 0 && { categories: type.categories }),
    ...(subresourcesOf(type).length > 0 && {
      subresources: subresourcesOf(type).map(sub => ({
        subresource: sub.name,
        responseKind: kindIn(
          sub.kind,
          type.crdName ? { group, version, ...sub } : sub,
        ),
        verbs: sub.verbs,
      })),
    }),
  }));
  for (const review of REVIEWS) {
    if (review.group !== group || version !== 'v1') continue;
    list.push({
      resource: review.plural,
      responseKind: kindIn(review.kind, {}),
      scope: scope(review.namespaced),
      singularResource: review.kind.toLowerCase(),
      verbs: ['create'],
    });
  }
  return list;
}
