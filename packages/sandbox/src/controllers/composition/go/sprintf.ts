import { compareBytes } from './compareBytes';
import { formatPlain, formatShortest, withExponent } from './goFloat';
import { GoValue, goTypeName } from './goTypeName';

type Flags = {
  plus: boolean;
  minus: boolean;
  sharp: boolean;
  space: boolean;
  zero: boolean;
  width?: number;
  precision?: number;
};

/** In its shortest form Go shows a float with an exponent from a million on: `%v` of 1000000 is `1e+06`. */
const SHORTEST_LIMIT = 6;

/** Formats like Go's `fmt.Sprintf`, wrong verbs and missing arguments included. */
export function sprintf(format: string, ...args: GoValue[]): string {
  let result = '';
  let position = 0;
  let argument = 0;
  let reordered = false;
  while (position < format.length) {
    const percent = format.indexOf('%', position);
    if (percent < 0) {
      result += format.slice(position);
      break;
    }
    result += format.slice(position, percent);
    position = percent + 1;
    const flags: Flags = {
      plus: false,
      minus: false,
      sharp: false,
      space: false,
      zero: false,
    };
    let goodIndex = true;
    let afterIndex = false;
    for (; ; position += 1) {
      const character = format[position];
      if (character === '+') flags.plus = true;
      else if (character === '-') flags.minus = true;
      else if (character === '#') flags.sharp = true;
      else if (character === ' ') flags.space = true;
      else if (character === '0') flags.zero = true;
      else break;
    }
    const readIndex = () => {
      if (format[position] !== '[') return;
      reordered = true;
      const close = format.indexOf(']', position);
      const text = close < 0 ? '' : format.slice(position + 1, close);
      const index = Number(text);
      if (!/^[0-9]+$/.test(text) || index < 1 || index > args.length) {
        goodIndex = false;
      } else {
        argument = index - 1;
        afterIndex = true;
      }
      position = close < 0 ? position + 1 : close + 1;
    };
    const readNumber = () => {
      const digits = /^[0-9]+/.exec(format.slice(position))?.[0];
      position += digits?.length ?? 0;
      return digits === undefined ? undefined : Number(digits);
    };
    const readStar = () => {
      if (format[position] !== '*') return undefined;
      position += 1;
      const value = args[argument];
      argument += 1;
      return typeof value === 'bigint' ? Number(value) : undefined;
    };
    readIndex();
    flags.width = readStar() ?? readNumber();
    if (flags.width !== undefined && afterIndex) goodIndex = false;
    if (format[position] === '.') {
      position += 1;
      if (afterIndex) goodIndex = false;
      readIndex();
      flags.precision = readStar() ?? readNumber() ?? 0;
    }
    if (!afterIndex) readIndex();
    if (position >= format.length) {
      result += '%!(NOVERB)';
      break;
    }
    const verb = String.fromCodePoint(format.codePointAt(position) ?? 0);
    position += verb.length;
    if (verb === '%') result += '%';
    else if (!goodIndex) result += `%!${verb}(BADINDEX)`;
    else if (argument >= args.length) result += `%!${verb}(MISSING)`;
    else {
      result += formatValue(args[argument], verb, flags);
      argument += 1;
    }
  }
  if (!reordered && argument < args.length) {
    const extra = args
      .slice(argument)
      .map(it => (it === null ? '<nil>' : `${goTypeName(it)}=${plain(it)}`));
    result += `%!(EXTRA ${extra.join(', ')})`;
  }
  return result;
}

/** A value as `%v` shows it. */
export function plain(value: GoValue): string {
  return sprintf('%v', value);
}

function formatValue(value: GoValue, verb: string, flags: Flags): string {
  if (verb === 'T') return pad(goTypeName(value), flags);
  if (value === null) {
    return verb === 'v' ? pad('<nil>', flags) : `%!${verb}(<nil>)`;
  }
  if (typeof value === 'string') return formatText(value, verb, flags);
  if (typeof value === 'boolean') {
    return verb === 't' || verb === 'v'
      ? pad(String(value), flags)
      : wrongVerb(value, verb);
  }
  if (typeof value === 'bigint') return formatInteger(value, verb, flags);
  if (typeof value === 'number') return formatFloat(value, verb, flags);
  if (Array.isArray(value)) {
    const items = value.map(it => formatElement(it, verb, flags));
    return flags.sharp && verb === 'v'
      ? `[]interface {}{${items.join(', ')}}`
      : `[${items.join(' ')}]`;
  }
  const entries = Object.keys(value)
    .sort(compareBytes)
    .map(
      key =>
        `${formatValue(key, verb, flags)}:${formatElement(
          value[key] ?? null,
          verb,
          flags,
        )}`,
    );
  return flags.sharp && verb === 'v'
    ? `map[string]interface {}{${entries.join(', ')}}`
    : `map[${entries.join(' ')}]`;
}

function formatElement(value: GoValue, verb: string, flags: Flags): string {
  if (value === null && flags.sharp && verb === 'v') return 'interface {}(nil)';
  if (value === null && verb === 's') return '%!s(<nil>)';
  return formatValue(value, verb, flags);
}

function formatText(value: string, verb: string, flags: Flags): string {
  const cut =
    flags.precision === undefined
      ? value
      : [...value].slice(0, flags.precision).join('');
  switch (verb) {
    case 'v':
      return pad(flags.sharp ? JSON.stringify(value) : cut, flags);
    case 's':
      return pad(cut, flags);
    case 'q':
      return pad(quote(cut, flags.plus), flags);
    case 'x':
      return pad(Buffer.from(value).toString('hex'), flags);
    case 'X':
      return pad(Buffer.from(value).toString('hex').toUpperCase(), flags);
    default:
      return wrongVerb(value, verb);
  }
}

function quote(text: string, asciiOnly: boolean): string {
  const quoted = JSON.stringify(text);
  if (!asciiOnly) return quoted;
  return quoted.replace(/[^\x20-\x7e]/gu, rune => {
    const hex = (rune.codePointAt(0) ?? 0).toString(16);
    return hex.length > 4
      ? `\\U${hex.padStart(8, '0')}`
      : `\\u${hex.padStart(4, '0')}`;
  });
}

function formatInteger(value: bigint, verb: string, flags: Flags): string {
  const radix = { d: 10, v: 10, b: 2, o: 8, x: 16, X: 16 }[verb];
  if (verb === 'c') return pad(String.fromCodePoint(Number(value)), flags);
  if (radix === undefined) return wrongVerb(value, verb);
  const negative = value < 0n;
  let digits = (negative ? -value : value).toString(radix);
  if (verb === 'X') digits = digits.toUpperCase();
  if (flags.precision !== undefined)
    digits = digits.padStart(flags.precision, '0');
  if (flags.sharp)
    digits = `${{ b: '0b', o: '0', x: '0x', X: '0X' }[verb] ?? ''}${digits}`;
  return padNumber(sign(negative, flags), digits, flags);
}

function formatFloat(value: number, verb: string, flags: Flags): string {
  const negative = value < 0 || Object.is(value, -0);
  const size = Math.abs(value);
  const { precision } = flags;
  let digits: string;
  switch (verb) {
    case 'v':
    case 'g':
    case 'G':
      digits =
        precision === undefined
          ? formatShortest(size, SHORTEST_LIMIT)
          : formatSignificant(size, precision);
      break;
    case 'f':
    case 'F':
      digits = size < 1e21 ? size.toFixed(precision ?? 6) : formatPlain(size);
      break;
    case 'e':
    case 'E':
      digits = withExponent(size, precision ?? 6);
      break;
    default:
      return wrongVerb(value, verb);
  }
  if (verb === 'G' || verb === 'E') digits = digits.toUpperCase();
  return padNumber(sign(negative, flags), digits, flags);
}

function formatSignificant(size: number, precision: number): string {
  const digits = Math.max(precision, 1);
  const rounded = Number(size.toPrecision(digits));
  return formatShortest(rounded, digits);
}

function sign(negative: boolean, flags: Flags): string {
  if (negative) return '-';
  if (flags.plus) return '+';
  return flags.space ? ' ' : '';
}

function padNumber(prefix: string, digits: string, flags: Flags): string {
  if (flags.zero && !flags.minus && flags.width !== undefined) {
    return prefix + digits.padStart(flags.width - prefix.length, '0');
  }
  return pad(prefix + digits, flags);
}

function pad(text: string, flags: Flags): string {
  const missing = (flags.width ?? 0) - [...text].length;
  if (missing <= 0) return text;
  const filler = (flags.zero && !flags.minus ? '0' : ' ').repeat(missing);
  return flags.minus ? text + filler : filler + text;
}

function wrongVerb(value: GoValue, verb: string): string {
  return `%!${verb}(${goTypeName(value)}=${plain(value)})`;
}
