import type { KubernetesObject } from '@cairn/plugin-platform-common';
import type { DiscoveredKind } from '../discovery/types';
import {
  ClusterRequestError,
  isClusterRequestError,
} from '../http/ClusterRequestError';
import { resourcePath } from '../http/resourcePath';
import type { ClusterConnection } from '../http/types';
import { projectObject } from './projectObject';
import { compareResourceVersions } from './resourceVersion';

/** A complete list and the version of the collection it shows. */
export interface CompleteList {
  objects: KubernetesObject[];
  resourceVersion: string | undefined;
}

/** A list that holds more objects than the portal is willing to keep. */
export class TooManyObjectsError extends Error {
  name = 'TooManyObjectsError' as const;
}

interface Page {
  items: unknown[];
  resourceVersion?: string;
  continueToken?: string;
}

const LONG_LIST_TIMEOUT = 60_000;

function readPage(cluster: string, body: unknown): Page {
  const { items, metadata } = (body ?? {}) as Record<string, unknown>;
  const { resourceVersion, continue: continueToken } = (metadata ??
    {}) as Record<string, unknown>;
  // Go writes an empty list as null.
  if (
    (items !== null && !Array.isArray(items)) ||
    typeof metadata !== 'object'
  ) {
    throw new ClusterRequestError({ cluster, failure: 'broken-answer' });
  }
  return {
    items: items ?? [],
    ...(typeof resourceVersion === 'string' ? { resourceVersion } : {}),
    ...(typeof continueToken === 'string' && continueToken !== ''
      ? { continueToken }
      : {}),
  };
}

/** The list's own apiVersion for one kind, as items of lists come without it. */
export function apiVersionOf(found: DiscoveredKind): string {
  return found.group === '' ? found.version : `${found.group}/${found.version}`;
}

/**
 * Lists a whole collection page by page, projecting every object on arrival. Begins once more when
 * the server forgets the snapshot between two pages.
 *
 * @throws ClusterRequestError, TooManyObjectsError
 */
export async function listAll(
  connection: ClusterConnection,
  found: DiscoveredKind,
  options: { pageSize: number; maxObjects: number; signal: AbortSignal },
): Promise<CompleteList> {
  try {
    return await listPages(connection, found, options);
  } catch (error) {
    if (isClusterRequestError(error) && error.httpStatus === 410) {
      return listPages(connection, found, options);
    }
    throw error;
  }
}

async function listPages(
  connection: ClusterConnection,
  found: DiscoveredKind,
  options: { pageSize: number; maxObjects: number; signal: AbortSignal },
): Promise<CompleteList> {
  const objects: KubernetesObject[] = [];
  let resourceVersion: string | undefined;
  let continueToken: string | undefined;
  do {
    const { body } = await connection.request({
      method: 'GET',
      path: resourcePath(found),
      query: { limit: String(options.pageSize), continue: continueToken },
      signal: options.signal,
      timeout: LONG_LIST_TIMEOUT,
    });
    const page = readPage(connection.name, body);
    for (const item of page.items) {
      const object = projectObject(item, {
        apiVersion: apiVersionOf(found),
        kind: found.kind,
      });
      if (object) {
        objects.push(object);
      }
    }
    if (objects.length > options.maxObjects) {
      throw new TooManyObjectsError();
    }
    resourceVersion ??= page.resourceVersion;
    continueToken = page.continueToken;
  } while (continueToken !== undefined);
  return { objects, resourceVersion };
}

/**
 * The version a collection is at now, for the price of one object.
 *
 * @throws ClusterRequestError
 */
export async function currentVersion(
  connection: ClusterConnection,
  found: DiscoveredKind,
  signal: AbortSignal,
): Promise<string | undefined> {
  const { body } = await connection.request({
    method: 'GET',
    path: resourcePath(found),
    query: { limit: '1' },
    signal,
  });
  return readPage(connection.name, body).resourceVersion;
}

/**
 * Whether a server shows an older state than one that has been seen, as after the restoration of a
 * backup, or a state that cannot be compared.
 *
 * @throws ClusterRequestError
 */
export async function isBehind(
  connection: ClusterConnection,
  found: DiscoveredKind,
  position: string,
  signal: AbortSignal,
): Promise<boolean> {
  const current = await currentVersion(connection, found, signal);
  const order = compareResourceVersions(current, position);
  return order === undefined || order < 0;
}
