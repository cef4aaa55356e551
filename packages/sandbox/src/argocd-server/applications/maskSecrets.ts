import type { JsonObject, KubernetesObject } from '../../controllers/runtime';

const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';
const FIRST = '++++++++';
const STEP = '++++';

type Masks = Map<string, Map<string, string>>;

/**
 * Hides the values of Secrets. Values of one key that differ get different
 * numbers of plus signs, so that a change shows and nothing else.
 *
 * @param objects - states of one object; those that are no Secrets stay as they are
 */
export function maskSecrets(
  objects: (KubernetesObject | undefined)[],
): (KubernetesObject | undefined)[] {
  const masks: Masks = new Map();
  return objects.map(object =>
    object?.kind === 'Secret' && object.apiVersion === 'v1'
      ? maskObject(object, masks)
      : object,
  );
}

/** Hides the values of one object, if it is a Secret. */
export function maskSecret(object: KubernetesObject): KubernetesObject {
  return maskSecrets([object])[0] ?? object;
}

function maskObject(object: KubernetesObject, masks: Masks): KubernetesObject {
  const { metadata, data, stringData, ...rest } = object;
  const clear = Object.fromEntries(
    Object.entries((stringData ?? {}) as Record<string, string>).map(
      ([key, value]) => [key, Buffer.from(value).toString('base64')],
    ),
  );
  const all = { ...(data as JsonObject | undefined), ...clear };
  const masked: KubernetesObject = { ...rest, metadata };
  if (data !== undefined || stringData !== undefined) {
    masked.data = maskValues(all, masks);
  }
  const applied = metadata.annotations?.[LAST_APPLIED];
  if (applied !== undefined) {
    masked.metadata = {
      ...metadata,
      annotations: {
        ...metadata.annotations,
        [LAST_APPLIED]: maskApplied(applied, masks),
      },
    };
  }
  return masked;
}

function maskValues(data: JsonObject, masks: Masks): JsonObject {
  return Object.fromEntries(
    Object.entries(data).map(([key, value]) => {
      const known = masks.get(key) ?? new Map<string, string>();
      masks.set(key, known);
      const text = JSON.stringify(value);
      const mask = known.get(text) ?? FIRST + STEP.repeat(known.size);
      known.set(text, mask);
      return [key, mask];
    }),
  );
}

/** What cannot be read is left out rather than shown. */
function maskApplied(text: string, masks: Masks): string {
  try {
    const object = JSON.parse(text) as KubernetesObject;
    return JSON.stringify(maskObject(object, masks));
  } catch {
    return '';
  }
}
