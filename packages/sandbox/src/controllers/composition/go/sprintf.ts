import { compareBytes } from './compareBytes';
import { formatPlain, formatShortest, withExponent } from './goFloat';
import type { GoValue } from './goTypeName';
import { goTypeName } from './goTypeName';

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

/** Reads a format and the arguments it takes, as far as it has come. */
class Directives {
  position = 0;
  argument = 0;
  reordered = false;

  constructor(
    private readonly format: string,
    private readonly count: number,
  ) {}

  /** Reads what stands between `%` and the verb. */
  read(valueOf: (argument: number) => GoValue): {
    flags: Flags;
    goodIndex: boolean;
  } {
    const flags = this.readFlags();
    let index = this.readIndex();
    let goodIndex = index !== 'bad';
    flags.width = this.readStar(valueOf) ?? this.readNumber();
    if (flags.width !== undefined && index === 'good') goodIndex = false;
    if (this.format[this.position] === '.') {
      this.position += 1;
      if (index === 'good') goodIndex = false;
      const next = this.readIndex();
      if (next === 'bad') goodIndex = false;
      if (next === 'good') index = 'good';
      flags.precision = this.readStar(valueOf) ?? this.readNumber() ?? 0;
    }
    if (index !== 'good' && this.readIndex() === 'bad') goodIndex = false;
    return { flags, goodIndex };
  }

  private readFlags(): Flags {
    const flags: Flags = {
      plus: false,
      minus: false,
      sharp: false,
      space: false,
      zero: false,
    };
    for (; ; this.position += 1) {
      const character = this.format[this.position];
      if (character === '+') flags.plus = true;
      else if (character === '-') flags.minus = true;
      else if (character === '#') flags.sharp = true;
      else if (character === ' ') flags.space = true;
      else if (character === '0') flags.zero = true;
      else return flags;
    }
  }

  private readIndex(): 'none' | 'good' | 'bad' {
    if (this.format[this.position] !== '[') return 'none';
    this.reordered = true;
    const close = this.format.indexOf(']', this.position);
    const text = close < 0 ? '' : this.format.slice(this.position + 1, close);
    const index = Number(text);
    this.position = close < 0 ? this.position + 1 : close + 1;
    if (!/^[0-9]+$/.test(text) || index < 1 || index > this.count) return 'bad';
    this.argument = index - 1;
    return 'good';
  }

  private readNumber(): number | undefined {
    const digits = /^[0-9]+/.exec(this.format.slice(this.position))?.[0];
    this.position += digits?.length ?? 0;
    return digits === undefined ? undefined : Number(digits);
  }

  private readStar(valueOf: (argument: number) => GoValue) {
    if (this.format[this.position] !== '*') return undefined;
    this.position += 1;
    const value = valueOf(this.argument);
    this.argument += 1;
    return typeof value === 'bigint' ? Number(value) : undefined;
  }
}

/** Formats like Go's `fmt.Sprintf`, wrong verbs and missing arguments included. */
export function sprintf(format: string, ...args: GoValue[]): string {
  const at = new Directives(format, args.length);
  let result = '';
  while (at.position < format.length) {
    const percent = format.indexOf('%', at.position);
    if (percent < 0) {
      result += format.slice(at.position);
      break;
    }
    result += format.slice(at.position, percent);
    at.position = percent + 1;
    const { flags, goodIndex } = at.read(index => args[index]);
    if (at.position >= format.length) {
      result += '%!(NOVERB)';
      break;
    }
    const verb = String.fromCodePoint(format.codePointAt(at.position) ?? 0);
    at.position += verb.length;
    if (verb === '%') result += '%';
    else if (!goodIndex) result += `%!${verb}(BADINDEX)`;
    else if (at.argument >= args.length) result += `%!${verb}(MISSING)`;
    else {
      result += formatValue(args[at.argument], verb, flags);
      at.argument += 1;
    }
  }
  if (!at.reordered && at.argument < args.length) {
    const extra = args
      .slice(at.argument)
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
