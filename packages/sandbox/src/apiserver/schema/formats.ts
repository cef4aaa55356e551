import { isIPv4, isIPv6 } from 'node:net';
import { patternFinds } from './regularExpression';

/** True if `value` is a date and time of RFC 3339, with days a month has. */
export function isDateTime(value: string): boolean {
  const match =
    /^(\d{4}-\d{2}-\d{2})[Tt](\d{2}):(\d{2}):(\d{2})(\.\d+)?([Zz]|[+-]\d{2}:\d{2})$/.exec(
      value,
    );
  return (
    match !== null &&
    isDate(match[1]) &&
    Number(match[2]) < 24 &&
    Number(match[3]) < 60 &&
    Number(match[4]) < 60
  );
}

/** True for `2024-02-29` and the like, if there is such a day. */
export function isDate(value: string): boolean {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(value);
  if (!match) return false;
  const [year, month, day] = match.slice(1).map(Number);
  const last = new Date(Date.UTC(year, month, 0)).getUTCDate();
  return month >= 1 && month <= 12 && day >= 1 && day <= last;
}

const durationUnits: Record<string, number> = {
  ns: 1e-9,
  us: 1e-6,
  µs: 1e-6,
  μs: 1e-6,
  ms: 1e-3,
  s: 1,
  m: 60,
  h: 3600,
};

/** Seconds of a Go duration such as `1h30m`; `undefined` if it is none. */
export function parseGoDuration(value: string): number | undefined {
  if (value === '0') return 0;
  const match = /^([-+]?)((?:\d+\.?\d*|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+$/.exec(
    value,
  );
  if (!match) return undefined;
  let seconds = 0;
  for (const part of value.matchAll(
    /(\d+\.?\d*|\.\d+)(ns|us|µs|μs|ms|s|m|h)/g,
  )) {
    seconds += Number(part[1]) * durationUnits[part[2]];
  }
  return match[1] === '-' ? -seconds : seconds;
}

/** The lenient durations of the `duration` format: Go's, or `5 days`. */
function isDuration(value: string): boolean {
  return (
    parseGoDuration(value) !== undefined ||
    // The real parser only looks at how the text begins: `5 days`, `2w`.
    /^\d+(\.\d+)?\s*[a-zA-Zµ]/.test(value)
  );
}

function isCidr(value: string): boolean {
  const [address, length, rest] = value.split('/');
  if (length === undefined || rest !== undefined || !/^\d+$/.test(length)) {
    return false;
  }
  return (
    (isIPv4(address) && Number(length) <= 32) ||
    (isIPv6(address) && Number(length) <= 128)
  );
}

/** Go's `url.ParseRequestURI`: absolute, or a path from the root. */
function isUri(value: string): boolean {
  if (/[\s\p{Cc}]/u.test(value)) return false;
  return value.startsWith('/') || /^[a-zA-Z][a-zA-Z0-9+.-]*:\S*$/.test(value);
}

const label = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
const matching: Record<string, string> = {
  email: "^[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-zA-Z0-9.-]+$",
  hostname:
    '^([a-zA-Z0-9\\p{S}\\p{L}]((-?[a-zA-Z0-9\\p{S}\\p{L}]{0,62})?)|([a-zA-Z0-9\\p{S}\\p{L}](([a-zA-Z0-9-\\p{S}\\p{L}]{0,61}[a-zA-Z0-9\\p{S}\\p{L}])?)(\\.)){1,}([a-zA-Z\\p{L}]){2,63})$',
  mac: '^([0-9a-fA-F]{2}[:-]){5}[0-9a-fA-F]{2}$|^([0-9a-fA-F]{4}\\.){2}[0-9a-fA-F]{4}$',
  uuid: '(?i)^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$',
  uuid3:
    '(?i)^[0-9a-f]{8}-?[0-9a-f]{4}-?3[0-9a-f]{3}-?[0-9a-f]{4}-?[0-9a-f]{12}$',
  uuid4:
    '(?i)^[0-9a-f]{8}-?[0-9a-f]{4}-?4[0-9a-f]{3}-?[89ab][0-9a-f]{3}-?[0-9a-f]{12}$',
  uuid5:
    '(?i)^[0-9a-f]{8}-?[0-9a-f]{4}-?5[0-9a-f]{3}-?[89ab][0-9a-f]{3}-?[0-9a-f]{12}$',
  hexcolor: '^#?([0-9a-fA-F]{3}|[0-9a-fA-F]{6})$',
  rgbcolor:
    '^rgb\\(\\s*(\\d|[1-9]\\d|1\\d\\d|2[0-4]\\d|25[0-5])\\s*,\\s*(\\d|[1-9]\\d|1\\d\\d|2[0-4]\\d|25[0-5])\\s*,\\s*(\\d|[1-9]\\d|1\\d\\d|2[0-4]\\d|25[0-5])\\s*\\)$',
  bsonobjectid: '^[0-9a-fA-F]{24}$',
  ssn: '^\\d{3}[- ]?\\d{2}[- ]?\\d{4}$',
  isbn: '^([0-9]{9}[0-9X]|[0-9]{13})$',
  isbn10: '^[0-9]{9}[0-9X]$',
  isbn13: '^[0-9]{13}$',
  creditcard: '^[0-9]{13,19}$',
  byte: '^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=|[A-Za-z0-9+/]{4})$',
  'k8s-short-name': `^${label}$`,
  'k8s-long-name': `^${label}(\\.${label})*$`,
};
const longest: Record<string, number> = {
  'k8s-short-name': 63,
  'k8s-long-name': 253,
};
const checks: Record<string, (value: string) => boolean> = {
  'date-time': isDateTime,
  datetime: isDateTime,
  date: isDate,
  duration: isDuration,
  ipv4: isIPv4,
  ipv6: isIPv6,
  cidr: isCidr,
  uri: isUri,
  password: () => true,
};

/** Tells whether a string has a format; formats nobody knows hold everything. */
export function hasFormat(format: string, value: string): boolean {
  if (Object.hasOwn(checks, format)) return checks[format](value);
  if (Object.hasOwn(matching, format)) {
    return (
      value.length <= (longest[format] ?? Infinity) &&
      patternFinds(matching[format], value)
    );
  }
  return true;
}

/** Formats that are checked; those of numbers only restrict the range. */
export function isKnownFormat(format: string): boolean {
  return Object.hasOwn(checks, format) || Object.hasOwn(matching, format);
}
