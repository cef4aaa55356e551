import type { KubeObject, StatusCause } from '../types';
import type { KindHooks } from './kindHooks';

const KEY = /^[-._a-zA-Z0-9]+$/;

function immutableCauses(
  object: KubeObject,
  old: KubeObject | undefined,
): StatusCause[] {
  if (!old?.immutable) return [];
  const causes: StatusCause[] = [];
  const forbid = (field: string) =>
    causes.push({
      reason: 'FieldValueForbidden',
      message: 'Forbidden: field is immutable when `immutable` is set',
      field,
    });
  if (!object.immutable) forbid('immutable');
  for (const field of ['data', 'binaryData']) {
    if (JSON.stringify(object[field]) !== JSON.stringify(old[field])) {
      forbid(field);
    }
  }
  return causes;
}

function keyCauses(object: KubeObject, field: string): StatusCause[] {
  const causes: StatusCause[] = [];
  for (const key of Object.keys((object[field] as object | undefined) ?? {})) {
    if (key === '.' || key.startsWith('..')) {
      causes.push({
        reason: 'FieldValueInvalid',
        message: `Invalid value: ${JSON.stringify(key)}: must not ${
          key === '.' || key === '..' ? 'be' : 'start with'
        } '${key === '.' ? '.' : '..'}'`,
        field: `${field}[${key}]`,
      });
    } else if (!KEY.test(key)) {
      causes.push({
        reason: 'FieldValueInvalid',
        message: `Invalid value: ${JSON.stringify(
          key,
        )}: a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')`,
        field: `${field}[${key}]`,
      });
    } else if (key.length > 253) {
      causes.push({
        reason: 'FieldValueTooLong',
        message: 'Too long: may not be more than 253 bytes',
        field: `${field}[${key}]`,
      });
    }
  }
  return causes;
}

function duplicateCauses(object: KubeObject): StatusCause[] {
  const binary = (object.binaryData ?? {}) as object;
  return Object.keys((object.data ?? {}) as object)
    .filter(key => Object.hasOwn(binary, key))
    .map(key => ({
      reason: 'FieldValueInvalid',
      message: `Invalid value: ${JSON.stringify(
        key,
      )}: duplicate of key present in binaryData`,
      field: `data[${key}]`,
    }));
}

function dataCauses(object: KubeObject, sizeField: string): StatusCause[] {
  const causes = keyCauses(object, 'data');
  let size = 0;
  for (const value of Object.values((object.data ?? {}) as object)) {
    size += typeof value === 'string' ? Buffer.byteLength(value) : 0;
  }
  if (size > 1_048_576) {
    causes.push({
      reason: 'FieldValueTooLong',
      message: 'Too long: may not be more than 1048576 bytes',
      field: sizeField,
    });
  }
  return causes;
}

/** Empty maps are left out, as they are on a real cluster. */
function dropEmpty(object: KubeObject): void {
  for (const field of ['data', 'binaryData', 'stringData']) {
    const value = object[field];
    if (value && Object.keys(value).length === 0) delete object[field];
  }
}

/** Secrets: `stringData` is written into `data`, the type stays. */
export const secretHooks: KindHooks = {
  prepare(object) {
    const { stringData } = object;
    if (stringData && typeof stringData === 'object') {
      const data = { ...(object.data as Record<string, string> | undefined) };
      for (const [key, value] of Object.entries(stringData)) {
        data[key] = Buffer.from(String(value)).toString('base64');
      }
      object.data = data;
    }
    delete object.stringData;
    dropEmpty(object);
    object.type ||= 'Opaque';
  },
  validate(object, old) {
    const causes = [
      ...dataCauses(object, 'data'),
      ...immutableCauses(object, old),
    ];
    if (old && object.type !== old.type) {
      causes.push({
        reason: 'FieldValueInvalid',
        message: `Invalid value: ${JSON.stringify(
          object.type,
        )}: field is immutable`,
        field: 'type',
      });
    }
    return causes;
  },
};

/** ConfigMaps: key syntax and immutability. */
export const configMapHooks: KindHooks = {
  prepare: dropEmpty,
  validate(object, old) {
    return [
      // The real server names no field here.
      ...dataCauses(object, '[]'),
      ...keyCauses(object, 'binaryData'),
      ...duplicateCauses(object),
      ...immutableCauses(object, old),
    ];
  },
};
