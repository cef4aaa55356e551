/** `resourceRules` and `excludeResourceRules` of policies and webhooks. */
export interface ResourceRule {
  apiGroups?: string[];
  apiVersions?: string[];
  operations?: string[];
  /** Plurals, `*`, `pods/status`, `pods/*` or `*\/scale`. */
  resources?: string[];
  resourceNames?: string[];
  scope?: string;
}

/** A label selector of the API. */
export interface LabelSelector {
  matchLabels?: Record<string, string>;
  matchExpressions?: { key: string; operator: string; values?: string[] }[];
}

/** `matchConstraints` of a policy, `matchResources` of a binding. */
export interface MatchResources {
  resourceRules?: ResourceRule[];
  excludeResourceRules?: ResourceRule[];
  namespaceSelector?: LabelSelector;
  objectSelector?: LabelSelector;
}

/** What is asked to match: a request, or an object as if it were written now. */
export interface MatchSubject {
  group: string;
  version: string;
  /** The plural. */
  resource: string;
  subresource?: string;
  /** Absent in the background, where every operation matches. */
  operation?: string;
  name?: string;
  /** Of the object; absent for cluster-scoped kinds. */
  namespace?: string;
  /** Labels of the object; of the old one too, of which either may match. */
  labels: (Record<string, string> | undefined)[];
  /** Labels of the object's namespace, or of the object itself if it is one. */
  namespaceLabels?: Record<string, string>;
}

/** Whether labels meet a selector. An absent or empty selector takes everything. */
export function selects(
  selector: LabelSelector | undefined,
  labels: Record<string, string> = {},
): boolean {
  const has = (key: string) => Object.hasOwn(labels, key);
  return (
    Object.entries(selector?.matchLabels ?? {}).every(
      ([key, value]) => has(key) && labels[key] === value,
    ) &&
    (selector?.matchExpressions ?? []).every(
      ({ key, operator, values = [] }) => {
        switch (operator) {
          case 'In':
            return has(key) && values.includes(labels[key]);
          case 'NotIn':
            return !has(key) || !values.includes(labels[key]);
          case 'Exists':
            return has(key);
          case 'DoesNotExist':
            return !has(key);
          default:
            return false;
        }
      },
    )
  );
}

/** Whether the constraints take the subject, as the API server decides it. */
export function matchResources(
  match: MatchResources,
  subject: MatchSubject,
): boolean {
  return (
    (match.resourceRules ?? []).some(rule => matchRule(rule, subject)) &&
    !(match.excludeResourceRules ?? []).some(rule =>
      matchRule(rule, subject),
    ) &&
    matchSelectors(match, subject)
  );
}

/** Whether both selectors take the subject, whatever the rules say. */
export function matchSelectors(
  match: Pick<MatchResources, 'namespaceSelector' | 'objectSelector'>,
  subject: MatchSubject,
): boolean {
  // Cluster-scoped objects have no namespace that could be told from others.
  const inNamespace =
    subject.namespaceLabels === undefined ||
    selects(match.namespaceSelector, subject.namespaceLabels);
  return (
    inNamespace &&
    subject.labels.some(
      labels => labels !== undefined && selects(match.objectSelector, labels),
    )
  );
}

/** Whether one rule takes the subject. */
export function matchRule(rule: ResourceRule, subject: MatchSubject): boolean {
  const takes = (list: string[] | undefined, one: string) =>
    list?.includes('*') || list?.includes(one) || false;
  const { operation, namespace, name } = subject;
  const scoped =
    !rule.scope ||
    rule.scope === '*' ||
    (rule.scope === 'Namespaced') === (namespace !== undefined);
  return (
    scoped &&
    takes(rule.apiGroups, subject.group) &&
    takes(rule.apiVersions, subject.version) &&
    (operation === undefined || takes(rule.operations, operation)) &&
    (rule.resources ?? []).some(one => takesResource(one, subject)) &&
    (!rule.resourceNames?.length ||
      (name !== undefined && rule.resourceNames.includes(name)))
  );
}

function takesResource(
  pattern: string,
  { resource, subresource = '' }: MatchSubject,
): boolean {
  const [wanted, wantedSub = ''] = pattern.split('/');
  if (pattern === '*/*') return true;
  return (
    (wanted === '*' || wanted === resource) &&
    (wantedSub === subresource || (wantedSub === '*' && pattern.includes('/')))
  );
}
