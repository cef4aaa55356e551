import type { FieldProblem } from '@cairn/plugin-claims-common';

/** Where on the page a field of the request is filled in. */
export interface RequestField {
  /** Path as the cluster names it. */
  path: string;
  /** Id of the control, to link to and to move the focus to. */
  id: string;
  label: string;
  advanced?: boolean;
}

export const requestFields: RequestField[] = [
  { path: 'metadata.name', id: 'request-name', label: 'Name' },
  { path: 'metadata.namespace', id: 'request-namespace', label: 'Namespace' },
  {
    path: 'component',
    id: 'request-component',
    label: 'For component',
  },
  { path: 'spec.engine', id: 'request-engine', label: 'Engine' },
  { path: 'spec.version', id: 'request-engine', label: 'Version' },
  { path: 'spec.size', id: 'request-size', label: 'Size' },
  {
    path: 'spec.highAvailability',
    id: 'request-availability',
    label: 'Availability',
  },
  {
    path: 'spec.backup.retentionDays',
    id: 'request-retention',
    label: 'Keep backups for',
    advanced: true,
  },
  { path: 'spec.backup', id: 'request-backups', label: 'Backups' },
  {
    path: 'spec.storageGB',
    id: 'request-storage',
    label: 'Storage',
    advanced: true,
  },
  {
    path: 'spec.writeConnectionSecretToRef',
    id: 'request-secret',
    label: 'Secret name',
    advanced: true,
  },
];

/** The field a problem is about: the one with this path, or the one the path lies within. */
export function fieldOf(problem: FieldProblem): RequestField | undefined {
  return requestFields.find(
    field =>
      problem.field === field.path ||
      problem.field.startsWith(`${field.path}.`),
  );
}

/** The messages for one path, as one text; undefined when there is none. */
export function messageFor(
  problems: FieldProblem[],
  ...paths: string[]
): string | undefined {
  const messages = problems
    .filter(problem => paths.includes(fieldOf(problem)?.path ?? ''))
    .map(problem => problem.message);
  return messages.length > 0 ? messages.join(' ') : undefined;
}

/** Moves the focus to a control, or into it where the control is a group. */
export function focusField(id: string): void {
  const element = document.getElementById(id);
  const target =
    element?.matches('[role="radiogroup"]') === true
      ? element.querySelector<HTMLElement>('input:checked, input')
      : element;
  target?.focus();
  target?.scrollIntoView?.({ block: 'center' });
}
