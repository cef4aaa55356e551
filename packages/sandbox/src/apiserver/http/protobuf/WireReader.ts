/** Reads the wire format of protocol buffers. @throws RangeError past the end */
export class WireReader {
  private at = 0;

  constructor(private readonly data: Uint8Array) {}

  /** The next field, undefined at the end. */
  next(): { number: number; wireType: number } | undefined {
    if (this.at >= this.data.length) return undefined;
    const tag = Number(this.varint());
    return { number: Math.floor(tag / 8), wireType: tag % 8 };
  }

  varint(): bigint {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      if (this.at >= this.data.length) throw new RangeError('cut short');
      const byte = this.data[this.at++];
      value += BigInt(byte % 128) << shift;
      if (byte < 128) return value;
    }
    throw new RangeError('number too long');
  }

  bytes(): Uint8Array {
    const length = Number(this.varint());
    const end = this.at + length;
    if (end > this.data.length) throw new RangeError('cut short');
    const part = this.data.subarray(this.at, end);
    this.at = end;
    return part;
  }

  text(): string {
    return Buffer.from(this.bytes()).toString('utf8');
  }

  /** Passes over the value of a field that is not known. */
  skip(wireType: number): void {
    switch (wireType) {
      case 0:
        this.varint();
        break;
      case 1:
        this.advance(8);
        break;
      case 2:
        this.bytes();
        break;
      case 5:
        this.advance(4);
        break;
      default:
        throw new RangeError(`unknown wire type ${wireType}`);
    }
  }

  private advance(count: number): void {
    this.at += count;
    if (this.at > this.data.length) throw new RangeError('cut short');
  }
}
