import { plain } from '../../../composition/go/sprintf';
import type { GoValue } from '../../../composition/go/goTypeName';
import { sortedTexts } from './builtins';
import {
  asValue,
  countOf,
  fn,
  MANY,
  type TemplateFunction,
  textOf,
} from './functionTypes';
import {
  compileRegularExpression,
  expandReplacement,
} from './regularExpressions';

/** Any value as sprig's strval writes it. */
export function textual(value: GoValue | undefined): string {
  return typeof value === 'string' ? value : plain(value ?? null);
}

/** A list of anything as texts; nothing is left out. */
export function texts(value: GoValue | undefined): string[] {
  if (Array.isArray(value)) return value.filter(it => it !== null).map(textual);
  return value === null || value === undefined ? [] : [textual(value)];
}

const map = (change: (text: string) => string) =>
  fn(1, 1, ([text]) => change(textOf(text)));
/** Two texts, the one that is worked on last, as pipes have it. */
const pair = (run: (other: string, text: string) => GoValue) =>
  fn(2, 2, ([other, text]) => run(textOf(other), textOf(text)));

const escaped = (text: string) =>
  text.replace(/[\\^$.*+?()[\]{}|\-/]/g, '\\$&');
const words = (text: string) =>
  text
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .split(/[\s_\-.]+/)
    .filter(Boolean);
const title = (text: string) =>
  text.replace(
    /(^|[^\p{L}\p{N}_'])(\p{L})/gu,
    (_, before, letter) => `${before}${letter.toUpperCase()}`,
  );

/** Functions of texts: sprig's. */
export const strings: Record<string, TemplateFunction> = {
  upper: map(text => text.toUpperCase()),
  lower: map(text => text.toLowerCase()),
  title: map(title),
  untitle: map(text =>
    text.replace(
      /(^|\s)(\p{L})/gu,
      (_, before, letter) => `${before}${letter.toLowerCase()}`,
    ),
  ),
  trim: map(text => text.trim()),
  nospace: map(text => text.replace(/\s/g, '')),
  swapcase: map(text =>
    [...text]
      .map(it =>
        it === it.toUpperCase() ? it.toLowerCase() : it.toUpperCase(),
      )
      .join(''),
  ),
  snakecase: map(text => words(text).join('_').toLowerCase()),
  kebabcase: map(text => words(text).join('-').toLowerCase()),
  camelcase: map(text =>
    words(text)
      .map(it => it.charAt(0).toUpperCase() + it.slice(1).toLowerCase())
      .join(''),
  ),
  initials: map(text =>
    text
      .split(/\s+/)
      .filter(Boolean)
      .map(it => [...it][0])
      .join(''),
  ),
  quote: fn(0, MANY, args =>
    args
      .filter(it => it !== null)
      .map(it => JSON.stringify(textual(it)))
      .join(' '),
  ),
  squote: fn(0, MANY, args =>
    args
      .filter(it => it !== null)
      .map(it => `'${textual(it)}'`)
      .join(' '),
  ),
  cat: fn(0, MANY, args =>
    args
      .filter(it => it !== null)
      .map(textual)
      .join(' '),
  ),
  toString: fn(1, 1, ([value]) => textual(value)),
  toStrings: fn(1, 1, ([value]) => texts(value)),
  trimAll: pair((set, text) => trimSet(text, set, true, true)),
  trimall: pair((set, text) => trimSet(text, set, true, true)),
  trimPrefix: pair((prefix, text) =>
    prefix && text.startsWith(prefix) ? text.slice(prefix.length) : text,
  ),
  trimSuffix: pair((suffix, text) =>
    suffix && text.endsWith(suffix) ? text.slice(0, -suffix.length) : text,
  ),
  hasPrefix: pair((prefix, text) => text.startsWith(prefix)),
  hasSuffix: pair((suffix, text) => text.endsWith(suffix)),
  contains: pair((part, text) => text.includes(part)),
  split: pair((separator, text) =>
    Object.fromEntries(
      text.split(separator).map((part, index) => [`_${index}`, part]),
    ),
  ),
  splitList: pair((separator, text) => text.split(separator)),
  splitn: fn(3, 3, ([separator, count, text]) =>
    Object.fromEntries(
      splitUpTo(textOf(text), textOf(separator), countOf(count)).map(
        (part, index) => [`_${index}`, part],
      ),
    ),
  ),
  join: fn(2, 2, ([separator, list]) => texts(list).join(textOf(separator))),
  sortAlpha: fn(1, 1, ([list]) => sortedTexts(texts(list))),
  repeat: fn(2, 2, ([count, text]) => {
    const times = countOf(count);
    const unit = textOf(text);
    if (times < 0 || times * unit.length > 1_000_000) {
      throw new Error('strings: Repeat count is out of range');
    }
    return unit.repeat(times);
  }),
  replace: fn(3, 3, ([old, now, text]) =>
    textOf(text).replaceAll(textOf(old), () => textOf(now)),
  ),
  substr: fn(3, 3, ([from, to, text]) => {
    const [start, end] = [countOf(from), countOf(to)];
    const bytes = Buffer.from(textOf(text));
    const until = end < 0 || end > bytes.length ? bytes.length : end;
    return bytes.subarray(Math.max(start, 0), until).toString('utf8');
  }),
  trunc: fn(2, 2, ([count, text]) => {
    const size = countOf(count);
    const bytes = Buffer.from(textOf(text));
    const part = size < 0 ? bytes.subarray(size) : bytes.subarray(0, size);
    return (bytes.length > Math.abs(size) ? part : bytes).toString('utf8');
  }),
  abbrev: fn(2, 2, ([width, text]) => {
    const size = countOf(width);
    const all = textOf(text);
    return size < 4 || all.length <= size
      ? all
      : `${all.slice(0, size - 3)}...`;
  }),
  indent: fn(2, 2, ([count, text]) => indented(countOf(count), textOf(text))),
  nindent: fn(
    2,
    2,
    ([count, text]) => `\n${indented(countOf(count), textOf(text))}`,
  ),
  plural: fn(3, 3, ([one, many, count]) =>
    textOf(countOf(count) === 1 ? one : many),
  ),
  regexMatch: pair((pattern, text) =>
    compileRegularExpression(pattern).matcher(text).find(),
  ),
  regexFind: pair((pattern, text) => allMatches(pattern, text, 1)[0] ?? ''),
  regexFindAll: fn(3, 3, ([pattern, text, count]) =>
    allMatches(textOf(pattern), textOf(text), countOf(count)),
  ),
  regexReplaceAll: fn(3, 3, ([pattern, text, by]) =>
    expandReplacement(textOf(pattern), textOf(text), textOf(by)),
  ),
  regexReplaceAllLiteral: fn(3, 3, ([pattern, text, by]) =>
    expandReplacement(
      textOf(pattern),
      textOf(text),
      textOf(by).replaceAll('$', '$$$$'),
    ),
  ),
  regexSplit: fn(3, 3, ([pattern, text, count]) =>
    asValue(
      compileRegularExpression(textOf(pattern)).split(
        textOf(text),
        countOf(count),
      ),
    ),
  ),
  regexQuoteMeta: map(text => escaped(text)),
};

function indented(count: number, text: string): string {
  const space = ' '.repeat(Math.max(count, 0));
  return space + text.replaceAll('\n', `\n${space}`);
}

function splitUpTo(text: string, separator: string, count: number): string[] {
  const parts = text.split(separator);
  if (count < 0 || parts.length <= count) return parts;
  const head = parts.slice(0, count - 1);
  return [...head, parts.slice(count - 1).join(separator)];
}

function trimSet(text: string, set: string, start: boolean, end: boolean) {
  const runes = [...text];
  const known = new Set(set);
  while (start && runes.length && known.has(runes[0] ?? '')) runes.shift();
  while (end && runes.length && known.has(runes.at(-1) ?? '')) runes.pop();
  return runes.join('');
}

function allMatches(pattern: string, text: string, count: number): string[] {
  const matcher = compileRegularExpression(pattern).matcher(text);
  const found: string[] = [];
  while ((count < 0 || found.length < count) && matcher.find()) {
    found.push(matcher.group() ?? '');
  }
  return found;
}
