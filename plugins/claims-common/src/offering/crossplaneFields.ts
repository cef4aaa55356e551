import type { Offering } from '../types';

/**
 * Fields that Crossplane puts into `spec` of every claim and v1 composite (rules 1 and 20 of the
 * recorded behaviour of Crossplane 2.2). They are machinery, not something a person asked for.
 */
const LEGACY_FIELDS: ReadonlySet<string> = new Set([
  'compositeDeletePolicy',
  'compositionRef',
  'compositionRevisionRef',
  'compositionRevisionSelector',
  'compositionSelector',
  'compositionUpdatePolicy',
  'claimRef',
  'publishConnectionDetailsTo',
  'resourceRef',
  'resourceRefs',
]);

const V2_FIELDS: ReadonlySet<string> = new Set(['crossplane']);

/** Whether a field of `spec` is Crossplane's own for composites of this scope. */
export function isCrossplaneField(
  scope: Offering['scope'],
  field: string,
): boolean {
  return (scope === 'LegacyCluster' ? LEGACY_FIELDS : V2_FIELDS).has(field);
}
