/** What a type makes of a value that it decodes itself. */
export type OwnResult =
  | { value: unknown }
  | { problem: string }
  /** Not even of the JSON type the decoder reads; the Go type it reads into. */
  | { mistyped: string };

const QUANTITY =
  /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[KMGTPE]i|[munkMGTPE]|[eE][+-]?\d+)?$/;
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:[.,]\d+)?(?:Z|[+-]\d\d:\d\d)$/;

/** True for a quantity such as `100m` or `2Gi`. */
export function isQuantity(value: unknown): boolean {
  return QUANTITY.test(String(value).trim());
}

/**
 * Decodes a value of a type that brings its own decoder.
 *
 * @param name - Go's name of the type, such as `resource.Quantity`.
 */
export function decodeOwn(name: string, value: unknown): OwnResult {
  switch (name) {
    case 'resource.Quantity':
      if (value === '') return { value: '0' };
      return ['string', 'number'].includes(typeof value) && isQuantity(value)
        ? { value: String(value) }
        : {
            problem:
              "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'",
          };
    case 'intstr.IntOrString':
      return typeof value === 'string' || isInt32(value)
        ? { value }
        : { mistyped: 'int32' };
    case 'v1.Time':
    case 'v1.MicroTime':
      if (typeof value !== 'string') return { mistyped: 'string' };
      return TIME.test(value) && !Number.isNaN(Date.parse(value))
        ? { value }
        : { problem: timeProblem(name, value) };
    default:
      return { value };
  }
}

function isInt32(value: unknown): boolean {
  return (
    typeof value === 'number' &&
    Number.isInteger(value) &&
    Math.abs(value) < 2 ** 31
  );
}

const PARTS: [string, RegExp][] = [
  ['2006', /^\d{4}/],
  ['-', /^-/],
  ['01', /^\d\d/],
  ['-', /^-/],
  ['02', /^\d\d/],
  ['T', /^T/],
  ['15', /^\d\d/],
  [':', /^:/],
  ['04', /^\d\d/],
  [':', /^:/],
  ['05', /^\d\d(?:[.,]\d+)?/],
  ['Z07:00', /^(?:Z|[+-]\d\d:\d\d)/],
];

function timeProblem(name: string, value: string): string {
  const layout =
    name === 'v1.MicroTime'
      ? '2006-01-02T15:04:05.000000Z07:00'
      : '2006-01-02T15:04:05Z07:00';
  let rest = value;
  for (const [part, shape] of PARTS) {
    const found = shape.exec(rest);
    if (!found) {
      return `parsing time ${JSON.stringify(value)} as ${JSON.stringify(
        layout,
      )}: cannot parse ${JSON.stringify(rest)} as ${JSON.stringify(part)}`;
    }
    rest = rest.slice(found[0].length);
  }
  return rest
    ? `parsing time ${JSON.stringify(value)}: extra text: ${JSON.stringify(
        rest,
      )}`
    : `parsing time ${JSON.stringify(value)}: day out of range`;
}
