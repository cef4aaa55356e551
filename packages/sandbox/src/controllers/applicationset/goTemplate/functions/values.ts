import { createHash } from 'node:crypto';
import path from 'node:path';
import { goJson } from '../../../composition/go/goJson';
import { type GoValue, goTypeName } from '../../../composition/go/goTypeName';
import { isSame, isTrue } from '../goValues';
import {
  countOf,
  floatOf,
  fn,
  MANY,
  type TemplateFunction,
  textOf,
  wholeOf,
} from './functionTypes';

const whole = (run: (a: bigint, b: bigint) => bigint) =>
  fn(2, 2, ([a, b]) => run(wholeOf(a), wholeOf(b)));
const float = (run: (a: number, b: number) => number) =>
  fn(2, MANY, ([first, ...rest]) =>
    rest.reduce<number>((sum, it) => run(sum, floatOf(it)), floatOf(first)),
  );
const digest = (algorithm: string) =>
  fn(1, 1, ([text]) =>
    createHash(algorithm).update(textOf(text)).digest('hex'),
  );
const onPath = (run: (text: string) => string) =>
  fn(1, 1, ([text]) => run(textOf(text)));
const notZero = (divisor: bigint) => {
  if (divisor === 0n) throw new Error('runtime error: integer divide by zero');
  return divisor;
};
const rounded = (run: (value: number) => number) =>
  fn(1, 1, ([value]) => run(floatOf(value)));

/** Sprig's functions of numbers, of choice, of encodings and of paths. */
export const values: Record<string, TemplateFunction> = {
  default: fn(1, 2, ([fallback, value]) => (isTrue(value) ? value : fallback)),
  empty: fn(1, 1, ([value]) => !isTrue(value)),
  coalesce: fn(0, MANY, args => args.find(isTrue) ?? null),
  ternary: fn(3, 3, ([yes, no, test]) => {
    if (typeof test !== 'boolean') {
      throw new Error(
        `wrong type for value; expected bool; got ${goTypeName(test ?? null)}`,
      );
    }
    return test ? yes : no;
  }),
  all: fn(0, MANY, args => args.every(isTrue)),
  any: fn(0, MANY, args => args.some(isTrue)),
  fail: fn(1, 1, ([message]) => {
    throw new Error(textOf(message));
  }),
  required: fn(2, 2, ([message, value]) => {
    if (value === null || value === '') throw new Error(textOf(message));
    return value;
  }),
  kindOf: fn(1, 1, ([value]) => kindOf(value)),
  kindIs: fn(2, 2, ([kind, value]) => kindOf(value) === kind),
  typeOf: fn(1, 1, ([value]) => goTypeName(value ?? null)),
  typeIs: fn(2, 2, ([type, value]) => goTypeName(value ?? null) === type),
  deepEqual: fn(2, 2, ([a, b]) => isSame(a, b)),
  int: fn(1, 1, ([value]) => wholeOf(value)),
  int64: fn(1, 1, ([value]) => wholeOf(value)),
  atoi: fn(1, 1, ([value]) => wholeOf(textOf(value))),
  float64: fn(1, 1, ([value]) => floatOf(value)),
  add: fn(0, MANY, args =>
    args.reduce<bigint>((sum, it) => sum + wholeOf(it), 0n),
  ),
  add1: fn(1, 1, ([value]) => wholeOf(value) + 1n),
  sub: whole((a, b) => a - b),
  mul: fn(1, MANY, args =>
    args.reduce<bigint>((all, it) => all * wholeOf(it), 1n),
  ),
  div: whole((a, b) => a / notZero(b)),
  mod: whole((a, b) => a % notZero(b)),
  max: fn(1, MANY, args => args.map(wholeOf).reduce((a, b) => (b > a ? b : a))),
  min: fn(1, MANY, args => args.map(wholeOf).reduce((a, b) => (b < a ? b : a))),
  addf: float((a, b) => a + b),
  subf: float((a, b) => a - b),
  mulf: float((a, b) => a * b),
  divf: float((a, b) => a / b),
  ceil: rounded(Math.ceil),
  floor: rounded(Math.floor),
  round: fn(2, 2, ([value, places]) => {
    const scale = 10 ** countOf(places);
    return Math.round(floatOf(value) * scale) / scale;
  }),
  b64enc: fn(1, 1, ([text]) => Buffer.from(textOf(text)).toString('base64')),
  b64dec: fn(1, 1, ([text]) =>
    Buffer.from(textOf(text), 'base64').toString('utf8'),
  ),
  sha1sum: digest('sha1'),
  sha256sum: digest('sha256'),
  sha512sum: digest('sha512'),
  toJson: fn(1, 1, ([value]) => goJson(value ?? null)),
  toRawJson: fn(1, 1, ([value]) => JSON.stringify(plainJson(value ?? null))),
  toPrettyJson: fn(1, 1, ([value]) =>
    JSON.stringify(plainJson(value ?? null), null, 2),
  ),
  fromJson: fn(1, 1, ([text]) => parsed(textOf(text))),
  mustFromJson: fn(1, 1, ([text]) => JSON.parse(textOf(text)) as GoValue),
  mustToJson: fn(1, 1, ([value]) => goJson(value ?? null)),
  base: onPath(text => path.posix.basename(text) || '.'),
  dir: onPath(path.posix.dirname),
  clean: onPath(path.posix.normalize),
  ext: onPath(path.posix.extname),
  isAbs: fn(1, 1, ([text]) => textOf(text).startsWith('/')),
  urlParse: fn(1, 1, ([text]) => {
    const url = new URL(textOf(text));
    return {
      scheme: url.protocol.replace(/:$/, ''),
      host: url.host,
      hostname: url.hostname,
      path: url.pathname,
      query: url.search.replace(/^\?/, ''),
      fragment: url.hash.replace(/^#/, ''),
      opaque: '',
      userinfo: url.username,
    };
  }),
};

function kindOf(value: GoValue | undefined): string {
  if (value === null || value === undefined) return 'invalid';
  if (Array.isArray(value)) return 'slice';
  const kinds: Record<string, string> = {
    bigint: 'int',
    number: 'float64',
    boolean: 'bool',
    string: 'string',
  };
  return kinds[typeof value] ?? 'map';
}

function parsed(text: string): GoValue {
  try {
    return JSON.parse(text) as GoValue;
  } catch {
    return '';
  }
}

function plainJson(value: GoValue): unknown {
  return JSON.parse(goJson(value)) as unknown;
}
