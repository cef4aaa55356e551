import type { StatusCause } from '../types';
import { goValue } from './goValue';

/** `Required value`, with what is missing if it is not the field itself. */
export function required(field: string, detail = ''): StatusCause {
  return {
    reason: 'FieldValueRequired',
    message: detail ? `Required value: ${detail}` : 'Required value',
    field,
  };
}

/** `Invalid value: "x": detail`. */
export function invalid(
  field: string,
  value: unknown,
  detail: string,
): StatusCause {
  return {
    reason: 'FieldValueInvalid',
    message: `Invalid value: ${goValue(value)}: ${detail}`,
    field,
  };
}

/** A value of the wrong type; `value` is the name of the type that was found. */
export function typeInvalid(
  field: string,
  value: unknown,
  detail: string,
): StatusCause {
  return {
    reason: 'FieldValueTypeInvalid',
    message: `Invalid value: ${goValue(value)}: ${detail}`,
    field,
  };
}

/** `Unsupported value: "x": supported values: "a", "b"`. */
export function notSupported(
  field: string,
  value: unknown,
  supported: string[],
): StatusCause {
  const names = supported.map(one => JSON.stringify(one)).join(', ');
  return {
    reason: 'FieldValueNotSupported',
    message: `Unsupported value: ${goValue(value)}${
      names && `: supported values: ${names}`
    }`,
    field,
  };
}

/** `Duplicate value: "x"`. */
export function duplicate(field: string, value: unknown): StatusCause {
  return {
    reason: 'FieldValueDuplicate',
    message: `Duplicate value: ${goValue(value)}`,
    field,
  };
}

/** `Forbidden: detail`. */
export function forbidden(field: string, detail: string): StatusCause {
  return {
    reason: 'FieldValueForbidden',
    message: `Forbidden: ${detail}`,
    field,
  };
}

/** `Too long: may not be more than 4 bytes`. */
export function tooLong(field: string, limit: number): StatusCause {
  return {
    reason: 'FieldValueTooLong',
    message: `Too long: may not be more than ${limit} bytes`,
    field,
  };
}

/** `Too many: 4: must have at most 3 items`. */
export function tooMany(
  field: string,
  actual: number,
  limit: number,
): StatusCause {
  return {
    reason: 'FieldValueTooMany',
    message: `Too many: ${actual}: must have at most ${limit} items`,
    field,
  };
}
