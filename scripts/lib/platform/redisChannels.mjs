// Who listens to which channel, and what they hear.
import { encode } from './resp.mjs';
import { globPattern } from './redisGlob.mjs';

const KINDS = {
  SUBSCRIBE: { add: true, kind: 'channels' },
  UNSUBSCRIBE: { add: false, kind: 'channels' },
  PSUBSCRIBE: { add: true, kind: 'patterns' },
  PUNSUBSCRIBE: { add: false, kind: 'patterns' },
};

/** The channels of one server. */
export class Channels {
  /** @type {Map<import('node:net').Socket, { channels: Set<string>, patterns: Set<string> }>} */
  #listeners = new Map();

  /** @param {string} name of a command, in capitals */
  static knows(name) {
    return Object.hasOwn(KINDS, name);
  }

  /**
   * Begins or ends to listen.
   *
   * @returns {string} one confirmation for each channel, encoded
   */
  change(socket, name, names) {
    const { add, kind } = KINDS[name];
    const own = this.#listeners.get(socket) ?? {
      channels: new Set(),
      patterns: new Set(),
    };
    const listed = names.map(String);
    // Without a name all are left.
    const which = add || listed.length > 0 ? listed : [...own[kind]];
    const confirm = which.map(channel => {
      if (add) own[kind].add(channel);
      else own[kind].delete(channel);
      const count = own.channels.size + own.patterns.size;
      return encode([name.toLowerCase(), channel, count]);
    });
    this.#listeners.set(socket, own);
    return confirm.length > 0
      ? Buffer.concat(confirm)
      : encode([name.toLowerCase(), null, 0]);
  }

  /** @returns {number} how many heard it */
  publish(channel, message) {
    let heard = 0;
    for (const [socket, own] of this.#listeners) {
      if (own.channels.has(channel)) {
        socket.write(encode(['message', channel, message]));
        heard += 1;
      }
      for (const pattern of own.patterns) {
        if (!globPattern(pattern).test(channel)) continue;
        socket.write(encode(['pmessage', pattern, channel, message]));
        heard += 1;
      }
    }
    return heard;
  }

  forget(socket) {
    this.#listeners.delete(socket);
  }
}
