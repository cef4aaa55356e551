import type { GoValue } from '../go/goTypeName';
import { FunctionCrash } from './FunctionCrash';
import type { Transform } from './input';
import { convertValue } from './transforms/convertValue';
import { mapValue } from './transforms/mapValue';
import { matchValue } from './transforms/matchValue';
import { mathValue } from './transforms/mathValue';
import { stringValue } from './transforms/stringValue';

const TRANSFORMS: Record<
  string,
  (transform: Transform, input: GoValue) => GoValue
> = {
  convert: ({ convert = {} }, input) => convertValue(convert, input),
  map: ({ map = {} }, input) => mapValue(map, input),
  match: ({ match = {} }, input) => matchValue(match, input),
  math: ({ math = {} }, input) => mathValue(math, input),
  string: ({ string = {} }, input) => stringValue(string, input),
};

/** Sends a value through transforms, one after another. @throws Error that names the transform */
export function resolveTransforms(
  transforms: readonly Transform[] | undefined,
  input: GoValue,
): GoValue {
  let value = input;
  (transforms ?? []).forEach((transform, index) => {
    const { type = '' } = transform;
    try {
      value = TRANSFORMS[type](transform, value);
    } catch (error) {
      if (error instanceof FunctionCrash || !(error instanceof Error))
        throw error;
      throw new Error(
        `transform at index ${index} returned error: ${type} transform could not resolve: ${error.message}`,
      );
    }
  });
  return value;
}
