import { ApiError } from '../errors';
import type { ApiContext } from '../http/ApiContext';
import { sendText } from '../http/respond';
import { storageOf } from '../registry/storageOf';
import { ObjectFilter } from '../selectors/ObjectFilter';
import { objectKey, type StoredObject } from '../storage/StoredObject';
import type { ResourceType } from '../types';
import { representationFor } from './read';
import { parseContinueToken, writeContinueToken } from './continueToken';
import { invalidOption } from './writeOptions';
import { readResourceVersion } from './resourceVersion';

const EXPIRED =
  'The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter, or use the continue token in this response to retrieve the remainder of the results. Continuing with the provided token results in an inconsistent list - objects that were created, modified, or deleted between the time the first chunk was returned and now may show up in the list.';

/** The version in a token to go on without a consistent list. */
const INCONSISTENT = -1;

/** Orders objects as the real storage does: by namespace, then by name. */
export function byKey(a: StoredObject, b: StoredObject): number {
  const left = objectKey(a.namespace, a.name);
  const right = objectKey(b.namespace, b.name);
  return left < right ? -1 : Number(left > right);
}

/** `GET` of a collection. */
export function handleList(context: ApiContext, type: ResourceType): void {
  const { store } = context.services;
  const { query, info } = context;
  const filter = ObjectFilter.fromQuery(type, query);
  const limit = readInteger(query.get('limit'));
  const { representation, negotiated } = representationFor(context, type);
  const namespace = type.namespaced ? info.namespace || undefined : undefined;

  if (
    query.get('continue') &&
    !['', '0', null].includes(query.get('resourceVersion'))
  ) {
    throw ApiError.badRequest(
      'specifying resource version is not allowed when using continue',
    );
  }
  const token = query.get('continue')
    ? parseContinueToken(query.get('continue') as string)
    : undefined;
  // Who goes on after the history is gone reads what there is now.
  const revision =
    token?.revision === INCONSISTENT
      ? undefined
      : token?.revision ?? snapshotRevision(context);
  const objects = objectsAt(context, type, revision, namespace, token?.after);
  const matching = objects.filter(object => filter.matches(object)).sort(byKey);
  const rest = token
    ? matching.filter(
        object => objectKey(object.namespace, object.name) > token.after,
      )
    : matching;
  const page = limit > 0 ? rest.slice(0, limit) : rest;
  const last = page[page.length - 1];
  const remaining = rest.length - page.length;
  sendText(
    context,
    200,
    representation.list(page, {
      resourceVersion: String(revision ?? store.revision),
      ...(remaining > 0 && {
        continue: writeContinueToken({
          revision: revision ?? store.revision,
          after: objectKey(last.namespace, last.name),
        }),
      }),
      // The real server does not count what a selector would leave.
      ...(remaining > 0 &&
        filter.selectsAll && { remainingItemCount: remaining }),
    }),
    negotiated.encoding,
  );
}

/** The past version asked for, or undefined for now. */
function snapshotRevision(context: ApiContext): number | undefined {
  const { query, services } = context;
  const wanted = readResourceVersion(query.get('resourceVersion'));
  const match = query.get('resourceVersionMatch');
  if (match && !['Exact', 'NotOlderThan'].includes(match)) {
    throw invalidMatch(
      'FieldValueNotSupported',
      `Unsupported value: "${match}": supported values: "Exact", "NotOlderThan", ""`,
    );
  }
  if (match && query.get('resourceVersion') === null) {
    throw invalidMatch(
      'FieldValueForbidden',
      'Forbidden: resourceVersionMatch is forbidden unless resourceVersion is provided',
    );
  }
  if (match === 'Exact' && wanted === 0) {
    throw invalidMatch(
      'FieldValueForbidden',
      'Forbidden: resourceVersionMatch "exact" is forbidden for resourceVersion "0"',
    );
  }
  if (wanted !== undefined && wanted > services.store.revision) {
    throw ApiError.custom({
      code: 504,
      reason: 'Timeout',
      message: `Timeout: Too large resource version: ${wanted}, current: ${services.store.revision}`,
      details: {
        causes: [
          {
            reason: 'ResourceVersionTooLarge',
            message: 'Too large resource version',
            field: '',
          },
        ],
        retryAfterSeconds: 1,
      },
    });
  }
  const exact = match === 'Exact' || (!match && query.get('limit') && wanted);
  return exact && wanted ? wanted : undefined;
}

function invalidMatch(reason: string, message: string): ApiError {
  return invalidOption('ListOptions', 'resourceVersionMatch', reason, message);
}

function objectsAt(
  context: ApiContext,
  type: ResourceType,
  revision: number | undefined,
  namespace: string | undefined,
  after: string | undefined,
): StoredObject[] {
  const { store } = context.services;
  const resource = storageOf(type);
  if (revision === undefined || revision >= store.revision) {
    return [...store.list(resource, namespace)];
  }
  const objects = store.listAt(revision, resource, namespace);
  if (!objects) {
    if (after === undefined) {
      throw ApiError.expired(
        'The resourceVersion for the provided list is too old.',
      );
    }
    throw ApiError.expired(
      EXPIRED,
      writeContinueToken({ revision: INCONSISTENT, after }),
    );
  }
  return objects;
}

function readInteger(text: string | null): number {
  if (text === null || text === '') return 0;
  if (!/^-?\d+$/.test(text)) {
    throw ApiError.badRequest(
      `strconv.ParseInt: parsing ${JSON.stringify(text)}: invalid syntax`,
    );
  }
  return Number(text);
}
