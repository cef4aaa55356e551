/** White space, then a sign, a string, or a number or word. */
const TOKEN =
  /[ \t\n\r]*(?:([{}[\]:,])|("(?:[^"\\\p{Cc}]|[\u007f-\u009f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*")|(-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?![A-Za-z0-9_.]))/uy;

type Expectation =
  | 'value'
  | 'value-or-end'
  | 'key'
  | 'key-or-end'
  | 'colon'
  | 'comma-or-end'
  | 'nothing';

const WORDS: Record<Expectation, string> = {
  value: 'a value',
  'value-or-end': 'a value or "]"',
  key: 'a field name in double quotes',
  'key-or-end': 'a field name in double quotes or "}"',
  colon: '":"',
  'comma-or-end': '"," or the closing bracket',
  nothing: 'the end',
};

function place(text: string, offset: number): string {
  const before = text.slice(0, offset);
  const line = before.split('\n').length;
  const column = offset - before.lastIndexOf('\n');
  return `line ${line}, column ${column}`;
}

/** Follows the grammar up to the first token that does not fit. */
function firstFault(text: string): { offset: number; expected: Expectation } {
  const open: string[] = [];
  let expected: Expectation = 'value';
  let offset = 0;
  const afterValue = (): Expectation =>
    open.length === 0 ? 'nothing' : 'comma-or-end';
  for (;;) {
    TOKEN.lastIndex = offset;
    const match = TOKEN.exec(text);
    const gap = /[ \t\n\r]*/y;
    gap.lastIndex = offset;
    const start = offset + (gap.exec(text)?.[0].length ?? 0);
    if (!match) {
      return { offset: start, expected };
    }
    const [, sign, quoted, plain] = match;
    const inObject = open.at(-1) === '{';
    if (quoted && (expected === 'key' || expected === 'key-or-end')) {
      expected = 'colon';
    } else if (
      (quoted || plain) &&
      (expected === 'value' || expected === 'value-or-end')
    ) {
      expected = afterValue();
    } else if (
      (sign === '{' || sign === '[') &&
      (expected === 'value' || expected === 'value-or-end')
    ) {
      open.push(sign);
      expected = sign === '{' ? 'key-or-end' : 'value-or-end';
    } else if (sign === ':' && expected === 'colon') {
      expected = 'value';
    } else if (sign === ',' && expected === 'comma-or-end') {
      expected = inObject ? 'key' : 'value';
    } else if (
      (sign === '}' &&
        inObject &&
        (expected === 'key-or-end' || expected === 'comma-or-end')) ||
      (sign === ']' &&
        open.at(-1) === '[' &&
        (expected === 'value-or-end' || expected === 'comma-or-end'))
    ) {
      open.pop();
      expected = afterValue();
    } else {
      return { offset: start, expected };
    }
    offset = TOKEN.lastIndex;
  }
}

/**
 * Says where a malformed JSON text goes wrong. Nothing of the text itself is repeated, as it may hold
 * what should not be in a log.
 */
export function describeJsonError(text: string): string {
  const { offset, expected } = firstFault(text);
  const where = place(text, offset);
  return offset >= text.length
    ? `The body is not valid JSON: it ends at ${where}, where ${WORDS[expected]} should come.`
    : `The body is not valid JSON: at ${where} there should be ${WORDS[expected]}.`;
}
