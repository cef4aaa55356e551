import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';

const NAME = /^[a-z0-9]([a-z0-9._-]*[a-z0-9])?$/;
const MAX_LENGTH = 63;

function isName(text: string): boolean {
  return text.length <= MAX_LENGTH && NAME.test(text);
}

/**
 * The group that a value of the label `cairn.dev/owner` names.
 *
 * @remarks A label value cannot hold `/` or `:`, so a group outside the namespace `default` is
 * written `<namespace>__<name>`; catalog namespaces never contain an underscore.
 *
 * @returns the entity reference, or undefined when the value names no possible group.
 * @public
 */
export function ownerLabelToGroupRef(value: string): string | undefined {
  const [first, second, ...rest] = value.split('__');
  if (rest.length > 0) {
    return undefined;
  }
  const [namespace, name] =
    second === undefined ? ['default', first] : [first, second];
  if (!isName(name) || !isName(namespace)) {
    return undefined;
  }
  return stringifyEntityRef({ kind: 'group', namespace, name });
}

/**
 * The value of the label `cairn.dev/owner` for a group.
 *
 * @returns undefined for anything but a group whose name fits into a label.
 * @public
 */
export function groupRefToOwnerLabel(groupRef: string): string | undefined {
  const ref = parseGroupRef(groupRef);
  if (!ref) {
    return undefined;
  }
  const value =
    ref.namespace === 'default' ? ref.name : `${ref.namespace}__${ref.name}`;
  return value.length <= MAX_LENGTH &&
    ownerLabelToGroupRef(value) === groupRefOf(ref)
    ? value
    : undefined;
}

function groupRefOf(ref: { namespace: string; name: string }): string {
  return stringifyEntityRef({ kind: 'group', ...ref });
}

function parseGroupRef(
  groupRef: string,
): { namespace: string; name: string } | undefined {
  try {
    const { kind, namespace, name } = parseEntityRef(groupRef.toLowerCase());
    return kind === 'group' ? { namespace, name } : undefined;
  } catch {
    return undefined;
  }
}
