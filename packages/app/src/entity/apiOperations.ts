import { parse } from 'yaml';

/** One thing an HTTP API can be asked to do. */
export interface ApiOperation {
  method: string;
  path: string;
  summary: string;
}

const methods = ['get', 'post', 'put', 'patch', 'delete', 'head', 'options'];

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/**
 * The operations of an OpenAPI document (YAML or JSON), in the document's order; undefined when the text
 * is not such a document, so that it is shown as it is.
 */
export function apiOperations(definition: string): ApiOperation[] | undefined {
  let document: unknown;
  try {
    document = parse(definition);
  } catch {
    return undefined;
  }
  const paths = isObject(document) ? document.paths : undefined;
  if (!isObject(paths)) return undefined;
  return Object.entries(paths).flatMap(([path, item]) =>
    isObject(item)
      ? methods.flatMap(method => {
          const operation = item[method];
          return isObject(operation)
            ? [
                {
                  method: method.toUpperCase(),
                  path,
                  summary:
                    textOf(operation.summary) || textOf(operation.operationId),
                },
              ]
            : [];
        })
      : [],
  );
}
