import { ApiError } from '../errors';
import { goJson } from '../schema/goValue';
import type { KubeObject, ResourceType } from '../types';

/** The order in which Go writes metadata. */
const METADATA = [
  'name',
  'generateName',
  'namespace',
  'uid',
  'resourceVersion',
  'generation',
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
  'labels',
  'annotations',
  'ownerReferences',
  'finalizers',
  'managedFields',
];

const rank = (field: string) => (METADATA.indexOf(field) + 1 || 99) - 1;

/** A patched object as the real server shows it: fields in order, metadata in its own. */
function shown(patched: KubeObject): string {
  const { metadata } = patched;
  const { metadata: _, ...rest } = JSON.parse(goJson(patched)) as KubeObject;
  const inOrder = Object.fromEntries(
    Object.entries(metadata).sort(([a], [b]) => rank(a) - rank(b)),
  );
  return JSON.stringify(
    Object.fromEntries(
      Object.entries({ ...rest, metadata: inOrder }).sort(([a], [b]) =>
        a < b ? -1 : 1,
      ),
    ),
  );
}

/** Runs what decodes a patched built-in object: what does not fit is the patch's fault. */
export function blamePatch(
  type: ResourceType,
  patched: KubeObject,
  decode: () => void,
): void {
  const value = type.crdName === undefined ? shown(patched) : '';
  try {
    decode();
  } catch (error) {
    if (
      type.crdName !== undefined ||
      !(error instanceof ApiError) ||
      error.code !== 400
    ) {
      throw error;
    }
    const reason = error.message.replace(
      /^\S+ in version "[^"]*" cannot be handled as a \S+: /,
      '',
    );
    throw ApiError.invalid({ group: '', kind: '' }, '', [
      {
        reason: 'FieldValueInvalid',
        message: `Invalid value: ${JSON.stringify(value)}: ${reason}`,
        field: 'patch',
      },
    ]);
  }
}
