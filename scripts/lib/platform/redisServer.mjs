// A stand-in for Redis with what Argo CD asks of it: strings that expire, SCAN and channels.
// Run: node redisServer.mjs CONFIG, a file in the format of redis.conf.
import fs from 'node:fs';
import net from 'node:net';
import { pathToFileURL } from 'node:url';
import { Channels } from './redisChannels.mjs';
import { globPattern } from './redisGlob.mjs';
import { RespError, RespReader, encode, simple } from './resp.mjs';

const OK = simple('OK');
const NO_SCORE = new RespError('ERR syntax error');

/** The keys, which go when their time is up. */
class Store {
  #entries = new Map();
  #now;

  constructor(now) {
    this.#now = now;
  }

  /** @returns {{ value: Buffer, until: number } | undefined} */
  find(key) {
    const entry = this.#entries.get(key);
    if (entry && entry.until <= this.#now()) {
      this.#entries.delete(key);
      return undefined;
    }
    return entry;
  }

  set(key, value, until = Infinity) {
    this.#entries.set(key, { value, until });
  }

  delete(key) {
    return this.find(key) !== undefined && this.#entries.delete(key);
  }

  keys() {
    return [...this.#entries.keys()].filter(key => this.find(key));
  }

  clear() {
    this.#entries.clear();
  }

  /** Milliseconds left: -2 without the key, -1 without an end. */
  left(key) {
    const entry = this.find(key);
    if (!entry) return -2;
    return entry.until === Infinity ? -1 : entry.until - this.#now();
  }

  expireIn(key, milliseconds) {
    const entry = this.find(key);
    if (!entry) return 0;
    entry.until = this.#now() + milliseconds;
    return 1;
  }

  endAfter(milliseconds) {
    return this.#now() + milliseconds;
  }
}

function whole(text) {
  const number = Number(text);
  if (!Number.isInteger(number))
    throw new RespError('ERR value is not an integer or out of range');
  return number;
}

function setOptions(args, store) {
  const options = { until: Infinity };
  for (let i = 0; i < args.length; i += 1) {
    const word = String(args[i]).toUpperCase();
    if (word === 'EX' || word === 'PX') {
      const count = whole(args[(i += 1)]);
      options.until = store.endAfter(word === 'EX' ? count * 1000 : count);
    } else if (['NX', 'XX', 'GET', 'KEEPTTL'].includes(word)) {
      options[word] = true;
    } else throw NO_SCORE;
  }
  return options;
}

function set(store, [key, value, ...rest]) {
  const options = setOptions(rest, store);
  const before = store.find(String(key));
  const denied = (options.NX && before) || (options.XX && !before);
  if (!denied) {
    const until = options.KEEPTTL ? before?.until : options.until;
    store.set(String(key), value, until);
  }
  if (options.GET) return before?.value ?? null;
  return denied ? null : OK;
}

/** All in one answer: the cursor is back at 0 at once, as Redis may do. */
function scan(store, [, ...rest]) {
  let pattern = /^/;
  for (let i = 0; i + 1 < rest.length; i += 2) {
    if (String(rest[i]).toUpperCase() === 'MATCH')
      pattern = globPattern(String(rest[i + 1]));
  }
  return ['0', store.keys().filter(key => pattern.test(key))];
}

function rename(store, [from, to]) {
  const entry = store.find(String(from));
  if (!entry) throw new RespError('ERR no such key');
  store.delete(String(from));
  store.set(String(to), entry.value, entry.until);
  return OK;
}

const countIf = (keys, test) => keys.filter(key => test(String(key))).length;

/** name → [least number of arguments, what it does] */
const COMMANDS = {
  PING: [0, (_store, [text]) => text ?? simple('PONG')],
  ECHO: [1, (_store, [text]) => text],
  SELECT: [1, () => OK],
  CLIENT: [1, () => OK],
  INFO: [0, () => '# Server\r\nredis_version:7.0.0\r\nredis_mode:standalone'],
  DBSIZE: [0, store => store.keys().length],
  FLUSHALL: [0, store => (store.clear(), OK)],
  FLUSHDB: [0, store => (store.clear(), OK)],
  GET: [1, (store, [key]) => store.find(String(key))?.value ?? null],
  MGET: [
    1,
    (store, keys) => keys.map(key => store.find(String(key))?.value ?? null),
  ],
  SET: [2, set],
  SETNX: [2, (store, args) => (set(store, [...args, 'NX']) ? 1 : 0)],
  SETEX: [3, (store, [key, s, value]) => set(store, [key, value, 'EX', s])],
  DEL: [1, (store, keys) => countIf(keys, key => store.delete(key))],
  UNLINK: [1, (store, keys) => countIf(keys, key => store.delete(key))],
  EXISTS: [1, (store, keys) => countIf(keys, key => store.find(key))],
  EXPIRE: [2, (store, [k, s]) => store.expireIn(String(k), whole(s) * 1000)],
  PEXPIRE: [2, (store, [k, ms]) => store.expireIn(String(k), whole(ms))],
  PTTL: [1, (store, [key]) => store.left(String(key))],
  TTL: [
    1,
    (store, [key]) => {
      const left = store.left(String(key));
      return left < 0 ? left : Math.ceil(left / 1000);
    },
  ],
  KEYS: [
    1,
    (store, [glob]) =>
      store.keys().filter(key => globPattern(String(glob)).test(key)),
  ],
  SCAN: [1, scan],
  RENAME: [2, rename],
};

/** What one connection may do, from its password to its channels. */
class Session {
  #server;
  #socket;
  #open;

  constructor(server, socket) {
    this.#server = server;
    this.#socket = socket;
    this.#open = !server.password;
  }

  /** @param {Buffer[]} words @returns {string | Buffer | undefined} bytes of the answer */
  answer([first, ...args]) {
    const name = String(first).toUpperCase();
    try {
      if (name === 'AUTH') return encode(this.#authenticate(args));
      if (!this.#open) throw new RespError('NOAUTH Authentication required.');
      if (name === 'QUIT') {
        this.#socket.end(encode(OK));
        return undefined;
      }
      if (name === 'PUBLISH')
        return encode(this.#server.channels.publish(...args.map(String)));
      if (Channels.knows(name))
        return this.#server.channels.change(this.#socket, name, args);
      return encode(this.#run(name, args));
    } catch (error) {
      if (!(error instanceof RespError)) throw error;
      return encode(error);
    }
  }

  #authenticate(args) {
    const { password } = this.#server;
    if (!password) {
      throw new RespError('ERR Client sent AUTH, but no password is set.');
    }
    // With two words the first is the user.
    if (String(args[args.length - 1]) !== password)
      throw new RespError('WRONGPASS invalid username-password pair');
    this.#open = true;
    return OK;
  }

  #run(name, args) {
    const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
    // HELLO too is unknown: clients then speak the older protocol, as with Redis before 6.
    if (!command) throw new RespError(`ERR unknown command '${name}'`);
    const [least, work] = command;
    if (args.length < least) {
      throw new RespError(
        `ERR wrong number of arguments for '${name.toLowerCase()}' command`,
      );
    }
    return work(this.#server.store, args);
  }
}

/**
 * @param {{ password?: string, now?: () => number }} [options] `now`: the clock, milliseconds
 * @returns {net.Server} not yet listening
 */
export function redisServer({ password, now = Date.now } = {}) {
  const shared = {
    password,
    store: new Store(now),
    channels: new Channels(),
  };
  return net.createServer(socket => {
    socket.setNoDelay(true);
    const session = new Session(shared, socket);
    const reader = new RespReader();
    socket.on('data', chunk => {
      try {
        for (const words of reader.read(chunk)) {
          const answer = session.answer(words);
          if (answer !== undefined) socket.write(answer);
        }
      } catch (error) {
        socket.end(encode(new RespError(`ERR Protocol error: ${error}`)));
      }
    });
    socket.on('error', () => socket.destroy());
    socket.on('close', () => shared.channels.forget(socket));
  });
}

function readConfig(file) {
  const rows = fs.readFileSync(file, 'utf8').split('\n');
  return Object.fromEntries(
    rows.map(row => /^(\w+) (.*)$/.exec(row)?.slice(1)).filter(Boolean),
  );
}

if (
  process.argv[1] &&
  import.meta.url === pathToFileURL(fs.realpathSync(process.argv[1])).href
) {
  const config = readConfig(process.argv[2]);
  const server = redisServer({ password: config.requirepass });
  server.listen(Number(config.port), config.bind);
  for (const signal of ['SIGINT', 'SIGTERM'])
    process.once(signal, () => process.exit(0));
}
