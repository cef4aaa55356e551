import type { ClaimRequest, FieldProblem } from '@cairn/plugin-claims-common';
import type { TenantNamespace } from '@cairn/plugin-platform-common';
import { databaseOffering } from '../databaseOffering';

/** What the person has filled in so far. Numbers are kept as typed, so that nothing typed is lost. */
export interface DatabaseDraft {
  name: string;
  target?: TenantNamespace;
  /** What the label of the component's workloads says. */
  component?: string;
  engine: string;
  version: string;
  size: string;
  backups: boolean;
  highAvailability: boolean;
  storageGB: string;
  retentionDays: string;
  secretName: string;
}

export const emptyDraft: DatabaseDraft = {
  name: '',
  engine: 'postgres',
  version: '18',
  size: 'small',
  backups: true,
  highAvailability: false,
  storageGB: '',
  retentionDays: '',
  secretName: '',
};

/** A standby needs a size that has one; the schema of the offering says so. */
export function canBeHighlyAvailable(draft: DatabaseDraft): boolean {
  return draft.size !== 'small';
}

const wholeNumber = /^\d+$/;

/** A number where it is one; what was typed otherwise, for the cluster to refuse by its rules. */
function numberOrText(text: string): number | string {
  const trimmed = text.trim();
  return wholeNumber.test(trimmed) ? Number(trimmed) : trimmed;
}

/** The request the draft stands for; undefined until it is known where. */
export function requestOf(draft: DatabaseDraft): ClaimRequest | undefined {
  if (!draft.target) return undefined;
  const retention = draft.backups && draft.retentionDays.trim();
  return {
    cluster: draft.target.cluster,
    offering: databaseOffering,
    namespace: draft.target.name,
    name: draft.name.trim(),
    ...(draft.component && { component: draft.component }),
    spec: {
      engine: draft.engine,
      version: draft.version,
      size: draft.size,
      ...(draft.storageGB.trim() && {
        storageGB: numberOrText(draft.storageGB),
      }),
      highAvailability: draft.highAvailability && canBeHighlyAvailable(draft),
      backup: {
        enabled: draft.backups,
        ...(retention && { retentionDays: numberOrText(retention) }),
      },
      ...(draft.secretName.trim() && {
        writeConnectionSecretToRef: { name: draft.secretName.trim() },
      }),
    },
  };
}

const dnsLabel = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const longestName = 63;

/** What is wrong with a name as text; undefined while it is fine, or still empty. */
export function nameProblem(name: string): string | undefined {
  const trimmed = name.trim();
  if (!trimmed) return undefined;
  if (trimmed.length > longestName) {
    return `The name is ${trimmed.length} characters long; use ${longestName} or fewer.`;
  }
  if (!dnsLabel.test(trimmed)) {
    return 'Use lower-case letters, digits and hyphens; start and end with a letter or a digit.';
  }
  return undefined;
}

function numberProblem(
  field: string,
  what: string,
  text: string,
  range: { from: number; to: number; unit: string },
): FieldProblem[] {
  if (!text.trim()) return [];
  const value = Number(text.trim());
  if (
    wholeNumber.test(text.trim()) &&
    value >= range.from &&
    value <= range.to
  ) {
    return [];
  }
  return [
    {
      field,
      message: `${what} must be a whole number from ${
        range.from
      } to ${range.to.toLocaleString('en-GB')} ${range.unit}.`,
    },
  ];
}

/** What can be told without asking anybody. The cluster has the last word, in the checks. */
export function draftProblems(draft: DatabaseDraft): FieldProblem[] {
  const problems: FieldProblem[] = [];
  const name = draft.name.trim()
    ? nameProblem(draft.name)
    : 'Give the database a name.';
  if (name) problems.push({ field: 'metadata.name', message: name });
  if (!draft.target) {
    problems.push({
      field: 'metadata.namespace',
      message: 'Choose the namespace the database belongs to.',
    });
  }
  problems.push(
    ...numberProblem('spec.storageGB', 'Storage', draft.storageGB, {
      from: 5,
      to: 4096,
      unit: 'GB',
    }),
  );
  if (draft.backups) {
    problems.push(
      ...numberProblem(
        'spec.backup.retentionDays',
        'Retention',
        draft.retentionDays,
        { from: 1, to: 90, unit: 'days' },
      ),
    );
  }
  return problems;
}
