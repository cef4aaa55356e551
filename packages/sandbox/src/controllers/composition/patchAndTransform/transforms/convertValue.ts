import type { Json } from '../../../runtime';
import { formatPlain } from '../../go/goFloat';
import type { GoValue } from '../../go/goTypeName';
import { goTypeName } from '../../go/goTypeName';
import {
  parseFloat64,
  parseInteger,
  parseQuantity,
  parseTruth,
} from '../../go/parseNumbers';
import type { Transform } from '../input';

type Convert = NonNullable<Transform['convert']>;
type Conversion = (value: GoValue) => GoValue;

const text = (convert: (value: string) => GoValue): Conversion => {
  return value => convert(String(value));
};

/** From type, to type and format; the format matters for texts only. */
const CONVERSIONS: Record<string, Conversion> = {
  'string bool none': text(parseTruth),
  'string int64 none': text(parseInteger),
  'string float64 none': text(parseFloat64),
  'string float64 quantity': text(parseQuantity),
  'string object json': text(value => parseJson(value, 'object')),
  'string array json': text(value => parseJson(value, 'array')),
  'int64 string none': value => String(value),
  'int64 bool none': value => value === 1n,
  'int64 float64 none': value => Number(value),
  'bool string none': value => String(value),
  'bool int64 none': value => (value ? 1n : 0n),
  'bool float64 none': value => (value ? 1 : 0),
  'float64 string none': value => formatPlain(Number(value)),
  'float64 bool none': value => value === 1,
  'float64 int64 none': value => BigInt(Math.trunc(Number(value))),
};

/** Converts between scalar types, and texts to quantities, objects and lists. @throws Error with the function's text */
export function convertValue(convert: Convert, input: GoValue): GoValue {
  const { toType = '', format = 'none' } = convert;
  const from = goTypeName(input);
  if (!['string', 'bool', 'int64', 'float64'].includes(from)) {
    throw new Error(`invalid input type ${from}`);
  }
  const to = toType === 'int' ? 'int64' : toType;
  if (from === to) return input;
  const conversion = CONVERSIONS[`${from} ${to} ${format}`];
  if (!conversion) {
    throw new Error(
      `conversion from ${from} to ${to} is not supported with format ${format}`,
    );
  }
  return conversion(input);
}

function parseJson(value: string, wanted: 'object' | 'array'): Json {
  let parsed: Json;
  try {
    parsed = JSON.parse(value) as Json;
  } catch {
    const first = value.trimStart()[0];
    throw new Error(
      first === undefined
        ? 'unexpected end of JSON input'
        : `invalid character '${first}' looking for beginning of value`,
    );
  }
  if (parsed === null) return null;
  let kind: string = typeof parsed === 'boolean' ? 'bool' : typeof parsed;
  if (Array.isArray(parsed)) kind = 'array';
  if (kind !== wanted) {
    const go =
      wanted === 'object' ? 'map[string]interface {}' : '[]interface {}';
    throw new Error(
      `json: cannot unmarshal ${kind} into Go value of type ${go}`,
    );
  }
  return parsed;
}
