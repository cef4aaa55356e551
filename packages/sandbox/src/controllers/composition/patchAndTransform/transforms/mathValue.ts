import type { GoValue } from '../../go/goTypeName';
import { goTypeName } from '../../go/goTypeName';
import type { Transform } from '../input';

type MathTransform = NonNullable<Transform['math']>;

/** Multiplies or clamps a number. Clamping compares the whole part only, as the function does. @throws Error on no number */
export function mathValue(math: MathTransform, input: GoValue): GoValue {
  if (typeof input !== 'number' && typeof input !== 'bigint') {
    throw new Error(
      `input is required to be a number for math transformer, got ${goTypeName(
        input,
      )}`,
    );
  }
  const { type, multiply = 0, clampMin = 0, clampMax = 0 } = math;
  if (type === 'Multiply') {
    return typeof input === 'bigint'
      ? BigInt.asIntN(64, input * BigInt(multiply))
      : input * multiply;
  }
  const whole = typeof input === 'bigint' ? input : BigInt(Math.trunc(input));
  if (type === 'ClampMin')
    return whole < BigInt(clampMin) ? BigInt(clampMin) : input;
  return whole > BigInt(clampMax) ? BigInt(clampMax) : input;
}
