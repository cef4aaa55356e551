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
  [/(ResourceVersion in record \()\d+/, '$1<revision>'],
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
    if (Array.isArray(part)) return part.filter(isOfTheServer).map(walk);
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
      isVarying(key, each) ? `<${key}>` : walk(each),
    ]);
    return Object.fromEntries(
      fields.sort(([a], [b]) => (String(a) < String(b) ? -1 : 1)),
    );
  };
  return walk(value);
}

/** A count depends on what controllers have put into the namespace meanwhile. */
function isVarying(key: string, value: unknown): boolean {
  return (
    (VARYING.has(key) && typeof value === 'string' && value !== '') ||
    key === 'remainingItemCount'
  );
}

/** A Deployment as people write it: its status and revision are its controller's. */
function withoutControllers(body: Body): Body {
  const { kind, status, ...rest } = body;
  if (kind === 'Scale') return { kind, ...rest };
  if (kind !== 'Deployment' || !status) return body;
  const metadata = { ...(rest.metadata as Body) };
  const { 'deployment.kubernetes.io/revision': _, ...annotations } =
    (metadata.annotations ?? {}) as Body;
  if (Object.keys(annotations).length === 0) delete metadata.annotations;
  else metadata.annotations = annotations;
  return { kind, ...rest, metadata };
}

function isOfTheServer(item: unknown): boolean {
  const { manager, metadata } = (item ?? {}) as {
    manager?: string;
    metadata?: { name?: string };
  };
  return !(
    WRITTEN_BY_CONTROLLERS.includes(manager ?? '') ||
    metadata?.name === 'kube-root-ca.crt'
  );
}

/** Causes in the order of their texts; a message that counts up several is cut. */
function inOrder(body: Body): Body {
  const details = body.details as { causes?: Body[] } | undefined;
  if (body.kind !== 'Status' || (details?.causes ?? []).length < 2) return body;
  const causes = [...(details?.causes ?? [])].sort((a, b) =>
    JSON.stringify(a) < JSON.stringify(b) ? -1 : 1,
  );
  return {
    ...body,
    message: String(body.message).split(' is invalid:')[0],
    details: { ...details, causes },
  };
}
