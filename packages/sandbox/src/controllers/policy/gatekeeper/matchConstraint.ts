import { selects } from '../../../cel';
import type { ConstraintMatch } from './types';

/** What a constraint needs to know of an object. */
export interface ConstraintSubject {
  group: string;
  kind: string;
  name?: string;
  generateName?: string;
  /** Absent for cluster-scoped objects. */
  namespace?: string;
  labels: Record<string, string>;
  namespaceLabels?: Record<string, string>;
}

/** Whether a constraint is about an object, as Gatekeeper decides it. */
export function matchConstraint(
  match: ConstraintMatch,
  subject: ConstraintSubject,
): boolean {
  return (
    matchKinds(match, subject) &&
    matchScope(match, subject) &&
    matchNamespaces(match, subject) &&
    selects(match.labelSelector, subject.labels) &&
    matchName(match, subject)
  );
}

function matchKinds(
  { kinds = [] }: ConstraintMatch,
  { group, kind }: ConstraintSubject,
): boolean {
  const takes = (list: string[] | undefined, one: string) =>
    !list?.length || list.includes('*') || list.includes(one);
  return (
    kinds.length === 0 ||
    kinds.some(it => takes(it.apiGroups, group) && takes(it.kinds, kind))
  );
}

function matchScope(
  { scope = '*' }: ConstraintMatch,
  { namespace }: ConstraintSubject,
): boolean {
  return (
    scope === '*' || (scope === 'Namespaced') === (namespace !== undefined)
  );
}

function matchNamespaces(
  match: ConstraintMatch,
  subject: ConstraintSubject,
): boolean {
  const isNamespace = subject.group === '' && subject.kind === 'Namespace';
  const place = isNamespace ? subject.name : subject.namespace;
  // Objects without a namespace are in none that could be asked for.
  if (place === undefined) return true;
  const { namespaces, excludedNamespaces = [], namespaceSelector } = match;
  const labels = isNamespace ? subject.labels : subject.namespaceLabels;
  return (
    (!namespaces || namespaces.some(it => globMatches(it, place))) &&
    !excludedNamespaces.some(it => globMatches(it, place)) &&
    selects(namespaceSelector, labels)
  );
}

function matchName(
  { name }: ConstraintMatch,
  subject: ConstraintSubject,
): boolean {
  if (!name) return true;
  return (
    globMatches(name, subject.name ?? '') ||
    (name.endsWith('*') &&
      !!subject.generateName &&
      globMatches(name, subject.generateName))
  );
}

/** `*` at either end stands for anything. */
function globMatches(glob: string, text: string): boolean {
  const body = glob.replace(/^\*|\*$/g, '');
  const open = { start: glob.startsWith('*'), end: glob.endsWith('*') };
  if (open.start && open.end) return text.includes(body);
  if (open.start) return text.endsWith(body);
  if (open.end) return text.startsWith(body);
  return text === glob;
}
