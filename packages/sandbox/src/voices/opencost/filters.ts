import { VoiceError } from '../http';
import type { Properties } from './allocations';

type Keep = (properties: Properties) => boolean;

const NAMED: Record<string, keyof Properties> = {
  filterClusters: 'cluster',
  filterNodes: 'node',
  filterNamespaces: 'namespace',
  filterControllers: 'controller',
  filterControllerKinds: 'controllerKind',
  filterPods: 'pod',
  filterContainers: 'container',
};

/** A list of values of which one must fit; `*` at the end stands for anything. */
function oneOf(text: string, read: (properties: Properties) => string): Keep {
  const wanted = text.split(',').map(each => each.trim().replace(/^"|"$/g, ''));
  return properties => {
    const value = read(properties);
    return wanted.some(each =>
      each.endsWith('*') ? value.startsWith(each.slice(0, -1)) : value === each,
    );
  };
}

/**
 * What a request wants to see: `filterNamespaces=a,b` and its like,
 * `filterLabels=name:value`, and of OpenCost's newer `filter` the form
 * `namespace:"a","b"+controller:"c"`.
 *
 * @throws VoiceError 400 for what is not understood: leaving a filter out would
 * answer too much
 */
export function filterOf(parameters: URLSearchParams): Keep {
  const keeps: Keep[] = [];
  for (const [name, property] of Object.entries(NAMED)) {
    const text = parameters.get(name);
    if (text) keeps.push(oneOf(text, each => String(each[property] ?? '')));
  }
  for (const pair of (parameters.get('filterLabels') ?? '').split(',')) {
    if (!pair) continue;
    const [name = '', value = ''] = pair.split(/:(.*)/s);
    keeps.push(byLabel(name, value));
  }
  const filter = parameters.get('filter') ?? '';
  for (const clause of filter ? filter.split('+') : []) {
    const [, field = '', label, text = ''] =
      /^\s*(\w+)(?:\[([\w.-]+)\])?:\s*("[^"]*"(?:\s*,\s*"[^"]*")*)\s*$/.exec(
        clause,
      ) ?? [];
    const property = Object.values(NAMED).find(each => each === field);
    if (property && !label) {
      keeps.push(oneOf(text, each => String(each[property] ?? '')));
    } else if (field === 'label' && label) {
      keeps.push(byLabel(label, text));
    } else {
      throw new VoiceError(
        400,
        `Invalid 'filter' parameter: "${clause}" is not of the form namespace:"a","b"`,
      );
    }
  }
  return properties => keeps.every(keep => keep(properties));
}

function byLabel(name: string, text: string): Keep {
  const key = name.replace(/[^a-zA-Z0-9_]/g, '_');
  return oneOf(
    text,
    ({ labels, namespaceLabels }) =>
      labels?.[key] ?? namespaceLabels?.[key] ?? '',
  );
}
