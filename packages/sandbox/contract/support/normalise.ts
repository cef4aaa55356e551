import type { Body } from './connection';

/** Fields whose values are another one's every time. */
const VARYING = new Set([
  'uid',
  'resourceVersion',
  'creationTimestamp',
  'deletionTimestamp',
  'time',
  'lastTransitionTime',
  'lastUpdateTime',
  'lastTimestamp',
  'firstTimestamp',
  'expirationTimestamp',
  'continue',
  'token',
  'storageVersionHash',
  'serverAddress',
  'clusterIP',
]);

/** Texts that are another one's every time. */
const TEXTS: [RegExp, string][] = [
  [/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '<uuid>'],
  [/\b\d{4}-\d\d-\d\dT[\d:.]+Z/g, '<time>'],
  [/-----BEGIN [A-Z ]+-----[\s\S]+?-----END [A-Z ]+-----/g, '<pem>'],
  [/\beyJ[\w-]+\.[\w-]+\.[\w-]+/g, '<token>'],
  [/^(\d+[smhdy]){1,2}$/, '<age>'],
  // What a name is completed with: the letters that make no words.
  [/([-_]|p{50,})[bcdfghjklmnpqrstvwxz2456789]{5}\b/g, '$1<random>'],
  [/\bcontinue=[\w%-]{20,}/g, 'continue=<continue>'],
  [/\bresourceVersion=\d\d+/g, 'resourceVersion=<revision>'],
  [/\bhash=[0-9A-F]{64,}/g, 'hash=<hash>'],
  [/^10\.\d+\.\d+\.\d+$/, '<cluster address>'],
  [/(large resource version: \d+, current: )\d+/, '$1<revision>'],
  // Two bindings allow it; which is found first is chance.
  [/"system:(discovery|public-info-viewer)"/g, '"system:<public>"'],
  [/(ResourceVersion in record \()\d+/, '$1<revision>'],
  [/(resourceVersion: ")\d+/, '$1<revision>'],
  [/((?:\\*")resourceVersion(?:\\*"):(?:\\*"))\d+/g, '$1<revision>'],
  [/(large resource version, current: )\d+/, '$1<revision>'],
];

/** What other parts of a cluster than the API server write, and when they do it. */
const WRITTEN_BY_CONTROLLERS = ['kube-controller-manager'];

/**
 * What two servers must have in common of an answer: without identifiers, times
 * and revisions, with the causes of a refusal in an order, as there is none, and
 * without what a controller beside the server added meanwhile.
 *
 * @param names - Names of this run, and what stands for each
 */
export function normalise(
  value: unknown,
  names: Record<string, string> = {},
): unknown {
  const texts = Object.entries(names);
  const walk = (part: unknown): unknown => {
    if (Array.isArray(part)) {
      return inOrderOfManagers(part.filter(isOfTheServer)).map(walk);
    }
    if (typeof part === 'string') {
      let text = part;
      for (const [name, sign] of texts) text = text.replaceAll(name, sign);
      for (const [search, sign] of TEXTS) text = text.replace(search, sign);
      return text;
    }
    if (!part || typeof part !== 'object') return part;
    const fields = Object.entries(
      withoutControllers(inOrder(part as Body)),
    ).map(([key, each]) => [
      walk(key),
      isVarying(key, each) ? `<${key}>` : inAnyOrder(key, walk(each)),
    ]);
    return Object.fromEntries(
      fields.sort(([a], [b]) => (String(a) < String(b) ? -1 : 1)),
    );
  };
  return walk(value);
}

/** Managers stand in the order of their times, which is chance within a second. */
function inOrderOfManagers(items: unknown[]): unknown[] {
  const entries = items as { fieldsType?: string }[];
  if (!entries.every(entry => entry?.fieldsType)) return items;
  const key = (entry: object) => {
    const { manager, operation, subresource } = entry as Body;
    return JSON.stringify([operation, manager, subresource]);
  };
  return [...entries].sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

/** Rules are put together from a map, whose order is chance. */
function inAnyOrder(key: string, value: unknown): unknown {
  if (!/^(nonR|r)esourceRules$/.test(key) || !Array.isArray(value)) {
    return value;
  }
  return value
    .map(each => JSON.stringify(each))
    .sort()
    .map(each => JSON.parse(each) as unknown);
}

/** A count depends on what controllers have put into the namespace meanwhile. */
function isVarying(key: string, value: unknown): boolean {
  return (
    (VARYING.has(key) && typeof value === 'string' && value !== '') ||
    key === 'remainingItemCount'
  );
}

const REVISION = 'deployment.kubernetes.io/revision';

/** A Deployment as people write it: its status and revision are its controller's. */
function withoutControllers(body: Body): Body {
  const annotations = (body.annotations ?? {}) as Body;
  if (REVISION in annotations) {
    const { [REVISION]: _, ...others } = annotations;
    const { annotations: __, ...rest } = body;
    return Object.keys(others).length > 0
      ? { ...rest, annotations: others }
      : rest;
  }
  const { kind, status, metadata, ...rest } = body;
  if (kind === 'Scale') return { kind, metadata, ...rest };
  if (kind !== 'Deployment' || !status) return body;
  const { managedFields, ...others } = (metadata ?? {}) as {
    managedFields?: Body[];
  };
  return {
    kind,
    metadata: {
      ...others,
      ...(managedFields && {
        managedFields: managedFields.filter(
          ({ subresource }) => subresource !== 'status',
        ),
      }),
    },
    ...rest,
  };
}

function isOfTheServer(item: unknown): boolean {
  const { manager, metadata, object } = (item ?? {}) as {
    manager?: string;
    metadata?: { name?: string; namespace?: string };
    object?: {
      metadata?: {
        name?: string;
        namespace?: string;
        labels?: Record<string, string>;
      };
    };
  };
  const { name, namespace } = metadata ?? object?.metadata ?? {};
  return !(
    WRITTEN_BY_CONTROLLERS.includes(manager ?? '') ||
    name === 'kube-root-ca.crt' ||
    (name === 'default' && namespace !== undefined) ||
    // A row of a namespace: which others there are is not the server's doing.
    object?.metadata?.labels?.['kubernetes.io/metadata.name'] !== undefined
  );
}

/** Causes in the order of their fields and texts; a message that counts up several is cut. */
function inOrder(body: Body): Body {
  const details = body.details as { causes?: Body[] } | undefined;
  if (body.kind !== 'Status' || (details?.causes ?? []).length < 2) return body;
  const key = ({ field, message }: Body) =>
    `${String(field)} ${String(message).replace(/"[^"]*"/, '')}`;
  const causes = [...(details?.causes ?? [])].sort((a, b) =>
    key(a) < key(b) ? -1 : 1,
  );
  return {
    ...body,
    message: String(body.message).split(' is invalid:')[0],
    details: { ...details, causes },
  };
}
