/** One requirement of a label selector. */
export interface LabelRequirement {
  key: string;
  operator: '=' | '!=' | 'in' | 'notin' | 'exists' | '!' | '>' | '<';
  values: string[];
}

/** Thrown for a selector that cannot be read. */
export class SelectorError extends Error {}

const TOKEN = /\s*(!=|==|=|<|>|!|\(|\)|,|[^\s!=<>(),]+)/y;

function tokenize(text: string): string[] {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    if (text.slice(TOKEN.lastIndex).trim() === '') break;
    const match = TOKEN.exec(text);
    if (!match) throw new SelectorError('unable to parse requirement');
    tokens.push(match[1]);
  }
  return tokens;
}

const NAME = /^([A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?)$/;
const VALUE = /^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$/;
const PREFIX =
  /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

function checkKey(key: string): string {
  const parts = key.split('/');
  const name = parts[parts.length - 1];
  const valid =
    parts.length <= 2 &&
    name.length <= 63 &&
    NAME.test(name) &&
    (parts.length === 1 || PREFIX.test(parts[0]));
  if (!valid) {
    throw new SelectorError(
      `unable to parse requirement: <nil>: Invalid value: "${key}": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')`,
    );
  }
  return key;
}

function checkValue(key: string, value: string): string {
  if (value.length > 63 || !VALUE.test(value)) {
    throw new SelectorError(
      `unable to parse requirement: values[0][${key}]: Invalid value: "${value}": a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')`,
    );
  }
  return value;
}

/**
 * Reads a selector such as `app=web,tier in (a, b),!canary`; the empty text
 * selects everything.
 *
 * @throws SelectorError
 */
export function parseLabelSelector(text: string): LabelRequirement[] {
  const tokens = tokenize(text);
  const requirements: LabelRequirement[] = [];
  let at = 0;
  // The real server opens only the problems within a requirement like this.
  const unexpected = (expected: string): SelectorError =>
    new SelectorError(`found '${tokens[at] ?? ''}', expected: ${expected}`);
  const unexpectedWithin = (expected: string): SelectorError =>
    new SelectorError(
      `unable to parse requirement: ${unexpected(expected).message}`,
    );
  const isWord = (token: string | undefined): token is string =>
    token !== undefined && !/^(!=|==|=|<|>|!|\(|\)|,)$/.test(token);

  while (at < tokens.length) {
    if (tokens[at] === '!') {
      at++;
      if (!isWord(tokens[at])) throw unexpectedWithin('identifier');
      requirements.push({
        key: checkKey(tokens[at++]),
        operator: '!',
        values: [],
      });
    } else {
      if (!isWord(tokens[at]))
        throw unexpected("!, identifier, or 'end of string'");
      const key = checkKey(tokens[at++]);
      const operator = tokens[at];
      if (operator === undefined || operator === ',') {
        requirements.push({ key, operator: 'exists', values: [] });
      } else if (operator === 'in' || operator === 'notin') {
        at++;
        requirements.push({ key, operator, values: readSet(key) });
      } else if (['=', '==', '!=', '>', '<'].includes(operator)) {
        at++;
        let value = '';
        if (isWord(tokens[at])) value = tokens[at++];
        else if (tokens[at] !== undefined && tokens[at] !== ',') {
          throw unexpectedWithin("identifier, or 'end of string'");
        }
        if (operator === '>' || operator === '<') {
          if (!/^-?\d+$/.test(value)) {
            throw new SelectorError(
              `for 'Gt', 'Lt' operators, the value must be an integer`,
            );
          }
          requirements.push({ key, operator, values: [value] });
        } else {
          requirements.push({
            key,
            operator: operator === '!=' ? '!=' : '=',
            values: [checkValue(key, value)],
          });
        }
      } else {
        throw unexpectedWithin('in, notin, =, ==, !=, gt, lt');
      }
    }
    if (at < tokens.length) {
      if (tokens[at] !== ',') throw unexpected("',' or 'end of string'");
      at++;
      if (at === tokens.length) throw unexpected("identifier after ','");
    }
  }
  return requirements;

  function readSet(key: string): string[] {
    if (tokens[at] !== '(') {
      throw new SelectorError(
        `unable to parse requirement: found '${
          tokens[at] ?? ''
        }' expected: '('`,
      );
    }
    at++;
    const values: string[] = [];
    let expectValue = true;
    for (;;) {
      const token = tokens[at];
      if (token === ')') {
        if (expectValue) values.push('');
        at++;
        return [...new Set(values)].sort();
      }
      if (token === ',') {
        if (expectValue) values.push('');
        expectValue = true;
        at++;
      } else if (isWord(token) && expectValue) {
        values.push(checkValue(key, token));
        expectValue = false;
        at++;
      } else {
        throw unexpectedWithin("',' or ')'");
      }
    }
  }
}

/** Whether labels meet all requirements. */
export function matchesLabels(
  requirements: readonly LabelRequirement[],
  labels: Readonly<Record<string, string>>,
): boolean {
  return requirements.every(({ key, operator, values }) => {
    const value = Object.hasOwn(labels, key) ? labels[key] : undefined;
    switch (operator) {
      case 'exists':
        return value !== undefined;
      case '!':
        return value === undefined;
      case '=':
      case 'in':
        return value !== undefined && values.includes(value);
      case '!=':
      case 'notin':
        return value === undefined || !values.includes(value);
      case '>':
        return value !== undefined && Number(value) > Number(values[0]);
      default:
        return value !== undefined && Number(value) < Number(values[0]);
    }
  });
}
