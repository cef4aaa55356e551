import type { RequestInfo, RequestVerb } from '../types';

const RESOURCE_VERBS: Record<string, RequestVerb> = {
  GET: 'get',
  HEAD: 'get',
  POST: 'create',
  PUT: 'update',
  PATCH: 'patch',
  DELETE: 'delete',
};

/** Subresources of a Namespace; what else follows its name is a resource in it. */
const NAMESPACE_SUBRESOURCES = new Set(['status', 'finalize']);

/**
 * Reads what is asked for out of method, path (without escapes) and query, as
 * the real server's
 * `RequestInfoFactory` does.
 */
export function parseRequestInfo(
  method: string,
  path: string,
  query: URLSearchParams,
): RequestInfo {
  const parts = path.replace(/^\/|\/$/g, '').split('/');
  const nonResource: RequestInfo = {
    isResourceRequest: false,
    verb: method.toLowerCase() as RequestVerb,
    path,
    group: '',
    version: '',
    resource: '',
    subresource: '',
    namespace: '',
    name: '',
  };
  let rest: string[];
  let group = '';
  let version: string;
  if (parts[0] === 'api' && parts.length >= 3) {
    version = parts[1];
    rest = parts.slice(2);
  } else if (parts[0] === 'apis' && parts.length >= 4) {
    [, group, version] = parts;
    rest = parts.slice(3);
  } else {
    return nonResource;
  }

  let namespace = '';
  if (rest[0] === 'namespaces' && rest.length > 1) {
    namespace = rest[1];
    if (rest.length > 2 && !NAMESPACE_SUBRESOURCES.has(rest[2])) {
      rest = rest.slice(2);
    }
  }
  const [resource, pathName = '', subresource = ''] = rest;
  let name = pathName;
  let verb: RequestVerb = RESOURCE_VERBS[method] ?? nonResource.verb;
  if (!name && verb === 'get') {
    const watch = query.get('watch');
    verb = watch && watch !== 'false' && watch !== '0' ? 'watch' : 'list';
    name = nameFromFieldSelector(query.get('fieldSelector'));
  } else if (!name && verb === 'delete') {
    verb = 'deletecollection';
  }
  return {
    ...nonResource,
    isResourceRequest: true,
    verb,
    group,
    version,
    resource,
    subresource,
    namespace,
    name,
  };
}

/** A list for exactly one name may be allowed by `resourceNames`. */
function nameFromFieldSelector(selector: string | null): string {
  const match = /^metadata\.name==?([^,=!]+)$/.exec(selector ?? '');
  return match ? match[1] : '';
}
