import { ApiError } from '../errors';

/** The shape and encoding a client wants its answer in. */
export interface Negotiated {
  encoding: 'json' | 'yaml';
  shape: 'Object' | 'Table' | 'PartialObjectMetadata' | 'APIGroupDiscovery';
  /** Version of the shape, such as `v1` or `v2`. */
  shapeVersion: string;
}

interface MediaRange {
  type: string;
  parameters: Record<string, string>;
  quality: number;
}

const OFFERED = [
  'application/json',
  'application/yaml',
  'application/vnd.kubernetes.protobuf',
];

/** What a list can be given as beside, while it is watched. */
const STREAMS = [
  'application/json;stream=watch',
  'application/vnd.kubernetes.protobuf;stream=watch',
];

/** Reads an `Accept` header into ranges, best first. */
export function parseAccept(header: string | undefined): MediaRange[] {
  const ranges = (header || '*/*').split(',').map(part => {
    const [type, ...rest] = part.split(';').map(piece => piece.trim());
    const parameters: Record<string, string> = {};
    for (const piece of rest) {
      const [key, value = ''] = piece.split('=');
      parameters[key] = value.replace(/^"|"$/g, '');
    }
    const quality = parameters.q === undefined ? 1 : Number(parameters.q);
    return { type: type.toLowerCase(), parameters, quality };
  });
  return ranges
    .map((range, index) => ({ range, index }))
    .sort((a, b) => b.range.quality - a.range.quality || a.index - b.index)
    .map(({ range }) => range);
}

function encodingOf(type: string): Negotiated['encoding'] | undefined {
  switch (type) {
    case '*/*':
    case 'application/*':
    case 'application/json':
    case 'text/plain':
      return 'json';
    case 'application/yaml':
      return 'yaml';
    default:
      return undefined;
  }
}

/**
 * Picks the first acceptable range. `shapes` are the `as=` shapes this endpoint
 * can give, for example `{ Table: ['v1', 'v1beta1'] }`; `streamable` means that it
 * can be watched.
 *
 * @throws ApiError 406 if nothing fits
 */
export function negotiate(
  header: string | undefined,
  shapes: Record<string, string[]>,
  streamable = false,
): Negotiated {
  for (const range of parseAccept(header)) {
    const encoding = encodingOf(range.type);
    if (!encoding) continue;
    const { as, v: version = '', g: group } = range.parameters;
    if (!as) return { encoding, shape: 'Object', shapeVersion: '' };
    const name = as.replace(/List$/, '') as Negotiated['shape'];
    const expectedGroup =
      name === 'APIGroupDiscovery' ? 'apidiscovery.k8s.io' : 'meta.k8s.io';
    if (group === expectedGroup && shapes[name]?.includes(version)) {
      return { encoding, shape: name, shapeVersion: version };
    }
  }
  throw ApiError.notAcceptable(streamable ? [...OFFERED, ...STREAMS] : OFFERED);
}
