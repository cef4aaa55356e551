import type { JsonObject } from '../../../runtime';
import type { GoValue } from '../../go/goTypeName';
import { goTypeName } from '../../go/goTypeName';

/** Looks a text up. @throws Error when it is no text or not found */
export function mapValue(pairs: JsonObject, input: GoValue): GoValue {
  if (typeof input !== 'string') {
    throw new Error(
      `type ${goTypeName(input)} is not supported for map transform`,
    );
  }
  if (!Object.hasOwn(pairs, input)) {
    throw new Error(`key ${input} is not found in map`);
  }
  const value = pairs[input] ?? null;
  if (value === null) {
    throw new Error(
      `value for key ${input} is not valid JSON: unexpected end of JSON input`,
    );
  }
  return structuredClone(value);
}
