import { createHash } from 'node:crypto';
import { RE2JS } from 're2js';
import { goJson } from '../../go/goJson';
import type { GoValue } from '../../go/goTypeName';
import { plain, sprintf } from '../../go/sprintf';
import { FunctionCrash } from '../FunctionCrash';
import type { Transform } from '../input';

type StringTransform = NonNullable<Transform['string']>;

/** Makes a text of a value. @throws Error with the function's text */
export function stringValue(string: StringTransform, input: GoValue): GoValue {
  const { trim = '', replace = {} } = string;
  switch (string.type) {
    case 'Format':
      return sprintf(string.fmt ?? '', input);
    case 'Convert':
      return convertText(string.convert ?? '', input);
    case 'TrimPrefix': {
      const text = plain(input);
      return text.startsWith(trim) ? text.slice(trim.length) : text;
    }
    case 'TrimSuffix': {
      const text = plain(input);
      return text.endsWith(trim)
        ? text.slice(0, text.length - trim.length)
        : text;
    }
    case 'Regexp':
      return extract(string.regexp ?? {}, plain(input));
    case 'Join':
      return join(input, string.join?.separator ?? '');
    default:
      return plain(input).replaceAll(
        replace.search ?? '',
        () => replace.replace ?? '',
      );
  }
}

function convertText(conversion: string, input: GoValue): string {
  switch (conversion) {
    case 'ToUpper':
      return eachRune(plain(input), it => it.toUpperCase());
    case 'ToLower':
      return eachRune(plain(input), it => it.toLowerCase());
    case 'ToBase64':
      return Buffer.from(plain(input)).toString('base64');
    case 'FromBase64':
      return decodeBase64(plain(input));
    case 'ToJson':
      return goJson(input);
    case 'ToSha1':
      return hash('sha1', input);
    case 'ToSha256':
      return hash('sha256', input);
    case 'ToSha512':
      return hash('sha512', input);
    case 'ToAdler32':
      return String(adler32(Buffer.from(hashed(input))));
    default:
      throw new Error(`type ${conversion} is not supported for string convert`);
  }
}

/** Go maps one rune to one rune: ß has no single upper-case one and stays. */
function eachRune(text: string, change: (rune: string) => string): string {
  return [...text]
    .map(rune => {
      const changed = change(rune);
      return [...changed].length === 1 ? changed : rune;
    })
    .join('');
}

/** Texts are hashed as they are, everything else as JSON. */
function hashed(input: GoValue): string {
  return typeof input === 'string' ? input : goJson(input);
}

function hash(algorithm: string, input: GoValue): string {
  return createHash(algorithm).update(hashed(input)).digest('hex');
}

function adler32(bytes: Buffer): number {
  let low = 1;
  let high = 0;
  for (const byte of bytes) {
    low = (low + byte) % 65521;
    high = (high + low) % 65521;
  }
  return high * 65536 + low;
}

function decodeBase64(text: string): string {
  const clean = text.replace(/[\r\n]/g, '');
  const bytes = Buffer.from(clean);
  const body = clean.replace(/={1,2}$/, '');
  const wrong = bytes.findIndex(
    byte => !/[A-Za-z0-9+/=]/.test(String.fromCharCode(byte)),
  );
  if (wrong >= 0 || body.includes('=')) {
    const at = wrong >= 0 ? wrong : clean.indexOf('=');
    throw new Error(
      `string is not valid base64: illegal base64 data at input byte ${at}`,
    );
  }
  if (clean.length % 4 !== 0) {
    const at = clean.length - (clean.length % 4);
    throw new Error(
      `string is not valid base64: illegal base64 data at input byte ${at}`,
    );
  }
  return Buffer.from(clean, 'base64').toString('utf8');
}

function extract(
  regexp: { match?: string; group?: number },
  text: string,
): string {
  const { match = '', group = 0 } = regexp;
  const matcher = RE2JS.compile(match).matcher(text);
  const found = matcher.find();
  if (found && group < 0) throw new FunctionCrash();
  if (!found || group > matcher.groupCount()) {
    throw new Error(
      `regexp ${JSON.stringify(match)} had no matches for group ${group}`,
    );
  }
  return matcher.group(group) ?? '';
}

/** The function cuts one byte off the end, whatever the length of the separator. */
function join(input: GoValue, separator: string): string {
  if (!Array.isArray(input)) throw new Error('could not parse input array');
  const bytes = Buffer.from(input.map(it => plain(it) + separator).join(''));
  const end = separator && bytes.length ? bytes.length - 1 : bytes.length;
  return bytes.subarray(0, end).toString('utf8');
}
