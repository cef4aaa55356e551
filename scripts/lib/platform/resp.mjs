// Reads and writes the Redis serialization protocol, version 2.

/** An error as a client gets it; its first word is the kind. */
export class RespError extends Error {}

class Simple {
  constructor(text) {
    this.text = text;
  }
}

/** @param {string} text of a status such as OK */
export const simple = text => new Simple(text);

/**
 * @param {null | number | string | Buffer | Simple | RespError | unknown[]} value
 * @returns {Buffer}
 */
export function encode(value) {
  if (value === null) return Buffer.from('$-1\r\n');
  if (value instanceof Simple) return Buffer.from(`+${value.text}\r\n`);
  if (value instanceof RespError) return Buffer.from(`-${value.message}\r\n`);
  if (typeof value === 'number') return Buffer.from(`:${value}\r\n`);
  if (Array.isArray(value)) {
    return Buffer.concat([
      Buffer.from(`*${value.length}\r\n`),
      ...value.map(encode),
    ]);
  }
  const bytes = Buffer.from(value);
  return Buffer.concat([
    Buffer.from(`$${bytes.length}\r\n`),
    bytes,
    Buffer.from('\r\n'),
  ]);
}

/** Puts the chunks of one connection together into commands. */
export class RespReader {
  #rest = Buffer.alloc(0);

  /**
   * @param {Buffer} chunk
   * @returns {Buffer[][]} the commands that are complete
   * @throws {Error} when a client speaks something else
   */
  read(chunk) {
    this.#rest = Buffer.concat([this.#rest, chunk]);
    const commands = [];
    for (;;) {
      const found = this.#next();
      if (!found) return commands;
      this.#rest = this.#rest.subarray(found.end);
      if (found.words.length > 0) commands.push(found.words);
    }
  }

  #line(from) {
    const end = this.#rest.indexOf('\r\n', from);
    return end < 0
      ? undefined
      : { text: this.#rest.toString('latin1', from, end), next: end + 2 };
  }

  #next() {
    const head = this.#line(0);
    if (!head) return undefined;
    // A command typed by hand.
    if (!head.text.startsWith('*')) {
      const words = head.text.split(' ').filter(Boolean);
      return { words: words.map(word => Buffer.from(word)), end: head.next };
    }
    const words = [];
    let at = head.next;
    for (let i = 0; i < Number(head.text.slice(1)); i += 1) {
      const size = this.#line(at);
      if (!size) return undefined;
      const length = /^\$(\d+)$/.exec(size.text)?.[1];
      if (length === undefined) throw new Error("expected '$'");
      const end = size.next + Number(length);
      if (this.#rest.length < end + 2) return undefined;
      words.push(this.#rest.subarray(size.next, end));
      at = end + 2;
    }
    return { words, end: at };
  }
}
