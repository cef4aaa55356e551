import { BlockList, isIP, isIPv4, isIPv6 } from 'node:net';

/** An address as rules see it. */
export class CelIp {
  constructor(readonly text: string) {}

  get family(): 4 | 6 {
    return isIPv4(this.text) ? 4 : 6;
  }

  /** True if one of the blocks, such as `127.0.0.0/8`, holds the address. */
  isIn(...blocks: string[]): boolean {
    return blocks.some(block => parseCidr(block)?.holds(this));
  }
}

/** A block of addresses as rules see it. */
export class CelCidr {
  constructor(readonly address: CelIp, readonly prefix: number) {}

  holds(ip: CelIp): boolean {
    if (ip.family !== this.address.family) return false;
    const list = new BlockList();
    const family = this.address.family === 4 ? 'ipv4' : 'ipv6';
    list.addSubnet(this.address.text, this.prefix, family);
    return list.check(ip.text, family);
  }
}

/** Reads an address; `undefined` if it is none. IPv4 inside IPv6 is refused, as in Kubernetes. */
export function parseIp(text: string): CelIp | undefined {
  if (isIP(text) === 0 || text.includes('%')) return undefined;
  if (isIPv6(text) && text.includes('.')) return undefined;
  return new CelIp(text);
}

/** Reads `10.0.0.0/8`; `undefined` if it is none. */
export function parseCidr(text: string): CelCidr | undefined {
  const match = /^([^/]+)\/(\d{1,3})$/.exec(text);
  const address = match ? parseIp(match[1]) : undefined;
  if (!match || !address) return undefined;
  const prefix = Number(match[2]);
  return prefix <= (address.family === 4 ? 32 : 128)
    ? new CelCidr(address, prefix)
    : undefined;
}
