import type { StatusCause } from '../../types';
import { invalid, required } from '../causes';
import { index } from '../fieldPath';
import type { CrdSpec } from './crdTypes';

const LABEL = /^[a-z]([-a-z0-9]*[a-z0-9])?$/;
const LABEL_TEXT =
  "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')";
const SUBDOMAIN =
  /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const SUBDOMAIN_TEXT =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";

/** What is wrong with a DNS-1035 label. */
export function labelCauses(
  field: string,
  value: string,
  opening = '',
): StatusCause[] {
  const checked = opening ? value.toLowerCase() : value;
  const causes: StatusCause[] = [];
  if (!LABEL.test(checked)) {
    causes.push(invalid(field, value, `${opening}${LABEL_TEXT}`));
  }
  if (checked.length > 63) {
    causes.push(
      invalid(field, value, `${opening}must be no more than 63 bytes`),
    );
  }
  return causes;
}

/** Checks the group of a CRD. */
export function groupCauses(group: string): StatusCause[] {
  if (!group) return [required('spec.group')];
  if (!SUBDOMAIN.test(group)) {
    return [invalid('spec.group', group, SUBDOMAIN_TEXT)];
  }
  return group.includes('.')
    ? []
    : [
        invalid(
          'spec.group',
          group,
          'should be a domain with at least one dot',
        ),
      ];
}

/** Checks the names of a CRD. */
export function namesCauses(names: CrdSpec['names'] = {}): StatusCause[] {
  const causes: StatusCause[] = [];
  const mixed = 'may have mixed case, but should otherwise match: ';
  for (const field of ['plural', 'singular', 'kind', 'listKind'] as const) {
    const path = `spec.names.${field}`;
    const value = names[field];
    const isKind = field === 'kind' || field === 'listKind';
    causes.push(
      ...(value
        ? labelCauses(path, value, isKind ? mixed : '')
        : [required(path)]),
    );
  }
  for (const field of ['shortNames', 'categories'] as const) {
    (names[field] ?? []).forEach((name, i) =>
      causes.push(...labelCauses(index(`spec.names.${field}`, i), name)),
    );
  }
  if (names.kind && names.kind === names.listKind) {
    causes.push(
      invalid(
        'spec.names.listKind',
        names.listKind,
        'kind and listKind may not be the same',
      ),
    );
  }
  return causes;
}
