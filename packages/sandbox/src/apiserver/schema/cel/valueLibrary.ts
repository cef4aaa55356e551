import { type Environment, Optional } from '@marcbachmann/cel-js';
import { CelCidr, CelIp, parseCidr, parseIp } from './addresses';
import { CelFormat, formatNames, namedFormat } from './namedFormats';
import { CelQuantity, parseQuantity } from './quantity';

class FormatNamespace {}

/** Parses or fails the evaluation with the words of the real server. */
function must<T>(value: T | undefined, what: string, text: string): T {
  if (value === undefined) throw new Error(`${what} ${JSON.stringify(text)}`);
  return value;
}

function parseUrl(text: string): URL | undefined {
  if (text.startsWith('/')) return new URL(text, 'unknown://');
  return URL.canParse(text) ? new URL(text) : undefined;
}

function registerUrl(environment: Environment): void {
  environment
    .registerType('kubernetes.URL', { ctor: URL, fields: {} })
    .registerFunction(
      'isURL(string): bool',
      (text: string) => parseUrl(text) !== undefined,
    )
    .registerFunction('url(string): kubernetes.URL', (text: string) =>
      must(
        parseUrl(text),
        'URL parse error during conversion from string:',
        text,
      ),
    )
    .registerFunction('kubernetes.URL.getScheme(): string', (url: URL) =>
      url.protocol === 'unknown:' ? '' : url.protocol.slice(0, -1),
    )
    .registerFunction(
      'kubernetes.URL.getHost(): string',
      (url: URL) => url.host,
    )
    .registerFunction('kubernetes.URL.getHostname(): string', (url: URL) =>
      url.hostname.replace(/^\[|\]$/g, ''),
    )
    .registerFunction(
      'kubernetes.URL.getPort(): string',
      (url: URL) => url.port,
    )
    .registerFunction(
      'kubernetes.URL.getEscapedPath(): string',
      (url: URL) => url.pathname,
    )
    .registerFunction(
      'kubernetes.URL.getQuery(): map<string, list<string>>',
      (url: URL) =>
        Object.fromEntries(
          [...new Set(url.searchParams.keys())].map(name => [
            name,
            url.searchParams.getAll(name),
          ]),
        ),
    );
}

function registerAddresses(environment: Environment): void {
  const ip = (text: string) =>
    must(
      parseIp(text),
      'IP Address parse error during conversion from string:',
      text,
    );
  const cidr = (text: string) =>
    must(
      parseCidr(text),
      'network address parse error during conversion from string:',
      text,
    );
  environment
    .registerType('net.IP', { ctor: CelIp, fields: {} })
    .registerType('net.CIDR', { ctor: CelCidr, fields: {} })
    .registerFunction('isIP(string): bool', (text: string) => !!parseIp(text))
    .registerFunction('ip(string): net.IP', ip)
    .registerFunction('net.IP.family(): int', (a: CelIp) => BigInt(a.family))
    .registerFunction('net.IP.isLoopback(): bool', (a: CelIp) =>
      a.isIn('127.0.0.0/8', '::1/128'),
    )
    .registerFunction('net.IP.isUnspecified(): bool', (a: CelIp) =>
      a.isIn('0.0.0.0/32', '::/128'),
    )
    .registerFunction('net.IP.isLinkLocalMulticast(): bool', (a: CelIp) =>
      a.isIn('224.0.0.0/24', 'ff02::/16'),
    )
    .registerFunction('net.IP.isLinkLocalUnicast(): bool', (a: CelIp) =>
      a.isIn('169.254.0.0/16', 'fe80::/10'),
    )
    .registerFunction(
      'net.IP.isGlobalUnicast(): bool',
      (a: CelIp) =>
        !a.isIn(
          '0.0.0.0/32',
          '::/128',
          '127.0.0.0/8',
          '::1/128',
          '224.0.0.0/4',
          'ff00::/8',
          '169.254.0.0/16',
          'fe80::/10',
          '255.255.255.255/32',
        ),
    )
    .registerFunction(
      'isCIDR(string): bool',
      (text: string) => !!parseCidr(text),
    )
    .registerFunction('cidr(string): net.CIDR', cidr)
    .registerFunction('net.CIDR.containsIP(string): bool', (a: CelCidr, b) =>
      a.holds(ip(b)),
    )
    .registerFunction('net.CIDR.containsIP(net.IP): bool', (a: CelCidr, b) =>
      a.holds(b),
    )
    .registerFunction(
      'net.CIDR.containsCIDR(string): bool',
      (a: CelCidr, b) => a.holds(cidr(b).address) && cidr(b).prefix >= a.prefix,
    )
    .registerFunction('net.CIDR.ip(): net.IP', (a: CelCidr) => a.address)
    .registerFunction('net.CIDR.prefixLength(): int', (a: CelCidr) =>
      BigInt(a.prefix),
    );
}

function registerQuantity(environment: Environment): void {
  const sign = (q: CelQuantity) => BigInt(Math.sign(q.amount));
  environment
    .registerType('kubernetes.Quantity', { ctor: CelQuantity, fields: {} })
    .registerFunction(
      'isQuantity(string): bool',
      (text: string) => !!parseQuantity(text),
    )
    .registerFunction('quantity(string): kubernetes.Quantity', (text: string) =>
      must(
        parseQuantity(text),
        "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$':",
        text,
      ),
    )
    .registerFunction('kubernetes.Quantity.sign(): int', sign)
    .registerFunction(
      'kubernetes.Quantity.isInteger(): bool',
      (q: CelQuantity) => Number.isInteger(q.amount),
    )
    .registerFunction(
      'kubernetes.Quantity.asInteger(): int',
      (q: CelQuantity) => BigInt(q.amount),
    )
    .registerFunction(
      'kubernetes.Quantity.asApproximateFloat(): double',
      (q: CelQuantity) => q.amount,
    )
    .registerFunction(
      'kubernetes.Quantity.add(kubernetes.Quantity): kubernetes.Quantity',
      (a: CelQuantity, b: CelQuantity) => new CelQuantity(a.amount + b.amount),
    )
    .registerFunction(
      'kubernetes.Quantity.sub(kubernetes.Quantity): kubernetes.Quantity',
      (a: CelQuantity, b: CelQuantity) => new CelQuantity(a.amount - b.amount),
    )
    .registerFunction(
      'kubernetes.Quantity.isLessThan(kubernetes.Quantity): bool',
      (a: CelQuantity, b: CelQuantity) => a.amount < b.amount,
    )
    .registerFunction(
      'kubernetes.Quantity.isGreaterThan(kubernetes.Quantity): bool',
      (a: CelQuantity, b: CelQuantity) => a.amount > b.amount,
    )
    .registerFunction(
      'kubernetes.Quantity.compareTo(kubernetes.Quantity): int',
      (a: CelQuantity, b: CelQuantity) =>
        BigInt(Math.sign(a.amount - b.amount)),
    );
}

function registerFormats(environment: Environment): void {
  environment
    .registerType('kubernetes.NamedFormat', { ctor: CelFormat, fields: {} })
    .registerType('FormatNamespace', { ctor: FormatNamespace, fields: {} })
    .registerConstant('format', 'FormatNamespace', new FormatNamespace())
    .registerFunction(
      'FormatNamespace.named(string): optional<kubernetes.NamedFormat>',
      (_namespace, name: string) => {
        const format = namedFormat(name);
        return format ? Optional.of(format) : Optional.none();
      },
    )
    .registerFunction(
      'kubernetes.NamedFormat.validate(string): optional<list<string>>',
      (format: CelFormat, text: string) => {
        const problems = format.problems(text);
        return problems.length > 0 ? Optional.of(problems) : Optional.none();
      },
    );
  for (const name of formatNames) {
    environment.registerFunction(
      `FormatNamespace.${name}(): kubernetes.NamedFormat`,
      () => namedFormat(name),
    );
  }
}

/** URLs, addresses, quantities and named formats, as Kubernetes extends CEL. */
export function registerValueLibrary(environment: Environment): void {
  registerUrl(environment);
  registerAddresses(environment);
  registerQuantity(environment);
  registerFormats(environment);
}
