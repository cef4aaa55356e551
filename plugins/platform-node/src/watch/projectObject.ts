import type { KubernetesObject } from '@cairn/plugin-platform-common';

const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';
const SECRET_FIELDS = new Set(['data', 'stringData']);

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether a kind is the core Secret, whose values the portal never holds. */
export function isSecretKind(kind: { group: string; kind: string }): boolean {
  return kind.group === '' && kind.kind === 'Secret';
}

/**
 * Takes an object off the wire: field managers and kubectl's copy of the manifest (which repeats
 * whatever was applied, secrets included) are dropped, and of a Secret everything but its metadata
 * and type. The result shares the parts that are kept.
 *
 * @param fallback - `apiVersion` and `kind` for items of lists, which come without.
 * @returns undefined for anything that is not an object with a name.
 */
export function projectObject(
  raw: unknown,
  fallback: { apiVersion: string; kind: string },
): KubernetesObject | undefined {
  if (
    !isRecord(raw) ||
    !isRecord(raw.metadata) ||
    typeof raw.metadata.name !== 'string' ||
    raw.metadata.name === ''
  ) {
    return undefined;
  }
  const { managedFields: _, ...metadata } = raw.metadata;
  if (isRecord(metadata.annotations) && LAST_APPLIED in metadata.annotations) {
    const { [LAST_APPLIED]: __, ...annotations } = metadata.annotations;
    metadata.annotations = annotations;
  }
  const apiVersion =
    typeof raw.apiVersion === 'string' ? raw.apiVersion : fallback.apiVersion;
  const kind = typeof raw.kind === 'string' ? raw.kind : fallback.kind;
  // A partial answer names its own kind; the secret is still a Secret.
  const isSecret =
    isSecretKind({ group: apiVersion === 'v1' ? '' : apiVersion, kind }) ||
    isSecretKind({
      group: fallback.apiVersion === 'v1' ? '' : fallback.apiVersion,
      kind: fallback.kind,
    });
  const object: KubernetesObject = {
    apiVersion,
    kind,
    metadata: metadata as KubernetesObject['metadata'],
  };
  for (const [field, value] of Object.entries(raw)) {
    if (
      field !== 'apiVersion' &&
      field !== 'kind' &&
      field !== 'metadata' &&
      field !== '__proto__' &&
      !(isSecret && SECRET_FIELDS.has(field))
    ) {
      object[field] = value;
    }
  }
  if (kind === 'PartialObjectMetadata') {
    object.apiVersion = fallback.apiVersion;
    object.kind = fallback.kind;
  }
  return object;
}
