import type { SchemaNode, StatusCause } from '../types';
import { invalid } from './causes';

const ranges: Record<string, [number, number]> = {
  int32: [-(2 ** 31), 2 ** 31 - 1],
  uint32: [0, 2 ** 32 - 1],
  int64: [-(2 ** 63), 2 ** 63],
  uint64: [0, 2 ** 64],
};

/** Checks limits and multiples of a number; everything else passes. */
export function numberCauses(
  schema: SchemaNode,
  value: unknown,
  path: string,
): StatusCause[] {
  if (typeof value !== 'number') return [];
  const causes: StatusCause[] = [];
  const say = (text: string) =>
    causes.push(invalid(path, value, `${path} in body should be ${text}`));

  const { multipleOf, minimum, maximum } = schema;
  if (schema.type === 'integer' && !Number.isInteger(value)) {
    causes.push({
      reason: 'FieldValueInvalid',
      field: '<nil>',
      message: `Invalid value: "": Checked value must be of type integer ${
        schema.format ? `with format ${schema.format}` : '(default format)'
      } in ${path}`,
    });
    return causes;
  }
  const range = schema.format ? ranges[schema.format] : undefined;
  if (range && schema.type === 'integer') {
    if (value < range[0] || value > range[1]) {
      causes.push({
        reason: 'FieldValueInvalid',
        field: '<nil>',
        message: `Invalid value: "": Checked value must be of type integer with format ${schema.format} in ${path}`,
      });
      return causes;
    }
  }
  if (typeof multipleOf === 'number') {
    const ratio = value / multipleOf;
    // 0.3 is a multiple of 0.1, whatever binary fractions say.
    if (Math.abs(ratio - Math.round(ratio)) > 1e-9 * Math.max(1, ratio)) {
      say(`a multiple of ${multipleOf}`);
    }
  }
  if (typeof maximum === 'number') {
    if (schema.exclusiveMaximum === true && value >= maximum) {
      say(`less than ${maximum}`);
    } else if (schema.exclusiveMaximum !== true && value > maximum) {
      say(`less than or equal to ${maximum}`);
    }
  }
  if (typeof minimum === 'number') {
    if (schema.exclusiveMinimum === true && value <= minimum) {
      say(`greater than ${minimum}`);
    } else if (schema.exclusiveMinimum !== true && value < minimum) {
      say(`greater than or equal to ${minimum}`);
    }
  }
  return causes;
}
