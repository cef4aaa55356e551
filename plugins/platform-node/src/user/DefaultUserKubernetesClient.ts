import { NotFoundError } from '@backstage/errors';
import { FIELD_MANAGER } from '@cairn/plugin-platform-common';
import type { KubernetesObject } from '@cairn/plugin-platform-common';
import type {
  ClusterAccess,
  ClusterConnections,
} from '../clusters/ClusterConnections';
import type { DiscoveredKind } from '../discovery/types';
import type { Attempt } from '../http/translateClusterError';
import { translateClusterError } from '../http/translateClusterError';
import type { ClusterRequest, ClusterResponse } from '../http/types';
import type { PersonService } from '../person/PersonService';
import type {
  GroupKind,
  ObjectRef,
  UserCredentials,
  UserKubernetesClient,
} from '../types';
import { impersonationHeaders } from './impersonationHeaders';
import {
  acceptHeader,
  NO_OBJECT_VERSION,
  pathOf,
  readItem,
  readObject,
  splitApiVersion,
} from './requestParts';
import { sendIdempotently } from './sendIdempotently';

type ApplyOptions = Parameters<UserKubernetesClient['apply']>[1];

/** Speaks with clusters with the portal's connection and the person's name. */
export class DefaultUserKubernetesClient implements UserKubernetesClient {
  readonly #connections: ClusterConnections;
  readonly #people: PersonService;
  readonly #prefix: string;
  readonly #readTimeout: number;

  static create(options: {
    connections: ClusterConnections;
    people: PersonService;
    prefix: string;
    /** How long a person waits for one object or one right, in milliseconds. */
    readTimeout: number;
  }): DefaultUserKubernetesClient {
    return new DefaultUserKubernetesClient(options);
  }

  private constructor(
    options: Parameters<typeof DefaultUserKubernetesClient.create>[0],
  ) {
    this.#connections = options.connections;
    this.#people = options.people;
    this.#prefix = options.prefix;
    this.#readTimeout = options.readTimeout;
  }

  async apply(
    object: KubernetesObject,
    options: ApplyOptions,
  ): Promise<{ object: KubernetesObject; warnings: string[] }> {
    const { group, version } = splitApiVersion(object.apiVersion);
    const { name, namespace } = object.metadata;
    const kind = { group, kind: object.kind };
    const { found, access } = await this.#discover(options.cluster, kind);
    const target = { ...found, version };
    const attempt: Attempt = {
      verb: 'apply',
      resource: found.plural,
      namespace,
      name,
      isCreation: options.createOnly,
    };
    const response = await this.#send(access, attempt, options.credentials, {
      method: 'PATCH',
      path: pathOf(target, namespace, name),
      query: {
        fieldManager: FIELD_MANAGER,
        force: options.force ? 'true' : 'false',
        fieldValidation: 'Strict',
        dryRun: options.dryRun ? 'All' : undefined,
      },
      headers: {
        'content-type': 'application/apply-patch+yaml',
        ...acceptHeader(kind),
      },
      body: options.createOnly
        ? {
            ...object,
            metadata: {
              ...object.metadata,
              resourceVersion: NO_OBJECT_VERSION,
            },
          }
        : object,
    });
    return {
      object: readObject(response.body, found, { namespace, name }),
      warnings: response.warnings,
    };
  }

  async get(
    ref: ObjectRef,
    { credentials }: { credentials: UserCredentials },
  ): Promise<KubernetesObject> {
    const { found, access } = await this.#discover(ref.cluster, ref);
    const { body } = await this.#send(
      access,
      {
        verb: 'read',
        resource: found.plural,
        namespace: ref.namespace,
        name: ref.name,
      },
      credentials,
      {
        method: 'GET',
        path: pathOf(found, ref.namespace, ref.name),
        headers: acceptHeader(ref),
        timeout: this.#readTimeout,
      },
    );
    return readObject(body, found, ref);
  }

  async list(
    query: Parameters<UserKubernetesClient['list']>[0],
    { credentials }: { credentials: UserCredentials },
  ): Promise<KubernetesObject[]> {
    const { found, access } = await this.#discover(query.cluster, query);
    const { body } = await this.#send(
      access,
      { verb: 'list', resource: found.plural, namespace: query.namespace },
      credentials,
      {
        method: 'GET',
        path: pathOf(found, query.namespace),
        query: {
          fieldSelector: query.fieldSelector,
          labelSelector: query.labelSelector,
          limit: query.limit === undefined ? undefined : String(query.limit),
        },
        headers: acceptHeader(query, 'PartialObjectMetadataList'),
      },
    );
    const { items } = (body ?? {}) as { items?: unknown };
    return (Array.isArray(items) ? items : [])
      .map(item => readItem(item, found))
      .filter(object => object !== undefined)
      .filter(
        ({ metadata }) =>
          query.namespace === undefined ||
          !found.namespaced ||
          metadata.namespace === query.namespace,
      );
  }

  async delete(
    ref: ObjectRef & { uid: string },
    options: Parameters<UserKubernetesClient['delete']>[1],
  ): Promise<void> {
    const { found, access } = await this.#discover(ref.cluster, ref);
    await this.#send(
      access,
      {
        verb: 'delete',
        resource: found.plural,
        namespace: ref.namespace,
        name: ref.name,
      },
      options.credentials,
      {
        method: 'DELETE',
        path: pathOf(found, ref.namespace, ref.name),
        headers: acceptHeader(ref),
        body: {
          apiVersion: 'v1',
          kind: 'DeleteOptions',
          preconditions: { uid: ref.uid },
          propagationPolicy: options.propagation ?? 'Background',
          ...(options.dryRun ? { dryRun: ['All'] } : {}),
        },
      },
    );
  }

  async can(
    attributes: Parameters<UserKubernetesClient['can']>[0],
    { credentials }: { credentials: UserCredentials },
  ): Promise<boolean> {
    const { found, access } = await this.#discover(
      attributes.cluster,
      attributes,
    );
    const { body } = await this.#send(
      access,
      { verb: 'ask for', resource: 'access reviews' },
      credentials,
      {
        method: 'POST',
        path: '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews',
        timeout: this.#readTimeout,
        body: {
          apiVersion: 'authorization.k8s.io/v1',
          kind: 'SelfSubjectAccessReview',
          spec: {
            resourceAttributes: {
              group: found.group,
              resource: found.plural,
              verb: attributes.verb,
              namespace: attributes.namespace,
              name: attributes.name,
            },
          },
        },
      },
    );
    const { status } = (body ?? {}) as { status?: { allowed?: unknown } };
    return status?.allowed === true;
  }

  async #discover(
    cluster: string,
    kind: GroupKind,
  ): Promise<{ found: DiscoveredKind; access: ClusterAccess }> {
    const access = this.#connections.get(cluster);
    let found;
    try {
      found = await access.discovery.find(kind);
    } catch (error) {
      throw translateClusterError(error, { verb: 'read', resource: 'kinds' });
    }
    if (!found) {
      throw new NotFoundError(
        `Cluster "${cluster}" does not offer the kind ${kind.kind}${
          kind.group === '' ? '' : ` of ${kind.group}`
        }`,
      );
    }
    return { found, access };
  }

  async #send(
    access: ClusterAccess,
    attempt: Attempt,
    credentials: UserCredentials,
    request: ClusterRequest,
  ): Promise<ClusterResponse> {
    const person = await this.#people.getPerson(credentials);
    const asPerson: ClusterRequest = {
      ...request,
      headers: {
        ...request.headers,
        ...impersonationHeaders(person, this.#prefix),
      },
    };
    try {
      return await sendIdempotently(access.connection, asPerson);
    } catch (error) {
      throw translateClusterError(error, attempt);
    }
  }
}
