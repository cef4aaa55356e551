import { InputError } from '@backstage/errors';

/**
 * The path of a resource or a collection of the Kubernetes API, every segment encoded.
 *
 * @throws InputError for a segment that would lead somewhere else (`.`, `..`, empty).
 */
export function resourcePath(options: {
  group: string;
  version: string;
  plural: string;
  namespace?: string;
  name?: string;
}): string {
  const { group, version, plural, namespace, name } = options;
  const segments = [
    ...(group === '' ? ['api'] : ['apis', group]),
    version,
    ...(namespace === undefined ? [] : ['namespaces', namespace]),
    plural,
    ...(name === undefined ? [] : [name]),
  ];
  return segments.map(segment => `/${encodeSegment(segment)}`).join('');
}

function encodeSegment(segment: string): string {
  if (segment === '' || segment === '.' || segment === '..') {
    throw new InputError(
      'A name of a Kubernetes object must be more than dots',
    );
  }
  return encodeURIComponent(segment);
}
