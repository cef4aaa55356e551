// Tests of the stand-in for Redis, over its protocol: node --test scripts
import assert from 'node:assert/strict';
import { once } from 'node:events';
import net from 'node:net';
import { after, test } from 'node:test';
import { globPattern } from './redisGlob.mjs';
import { redisServer } from './redisServer.mjs';

let time = 1_000_000;
const server = redisServer({ password: 'secret', now: () => time });
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const sockets = [];
after(() => {
  sockets.forEach(socket => socket.destroy());
  server.close();
});

/** A client that sends commands and waits for exactly the answer that is meant. */
async function client(password = 'secret') {
  const socket = net.connect(server.address().port, '127.0.0.1');
  sockets.push(socket);
  await once(socket, 'connect');
  let received = '';
  socket.on('data', chunk => {
    received += chunk.toString('latin1');
  });
  const expect = async text => {
    while (received.length < text.length) await once(socket, 'data');
    assert.equal(received.slice(0, text.length), text);
    received = received.slice(text.length);
  };
  const send = (words, text) => {
    socket.write(
      `*${words.length}\r\n${words
        .map(word => `$${Buffer.byteLength(word)}\r\n${word}\r\n`)
        .join('')}`,
    );
    return expect(text);
  };
  if (password) await send(['AUTH', password], '+OK\r\n');
  return { socket, send, expect };
}

test('asks for the password, with and without a user', async () => {
  const { send } = await client(null);
  await send(['GET', 'a'], '-NOAUTH Authentication required.\r\n');
  await send(['HELLO', '3'], '-NOAUTH Authentication required.\r\n');
  await send(
    ['AUTH', 'wrong'],
    '-WRONGPASS invalid username-password pair\r\n',
  );
  await send(['AUTH', 'default', 'secret'], '+OK\r\n');
  await send(['PING'], '+PONG\r\n');
  // The newer protocol is not spoken: clients then fall back to the older.
  await send(['HELLO', '3'], "-ERR unknown command 'HELLO'\r\n");
});

test('keeps strings until their time is up', async () => {
  const { send } = await client();
  await send(['SET', 'a', 'one', 'PX', '1500'], '+OK\r\n');
  await send(['SET', 'a', 'two', 'EX', '9', 'NX'], '$-1\r\n');
  await send(['PTTL', 'a'], ':1500\r\n');
  await send(['TTL', 'a'], ':2\r\n');
  await send(['GET', 'a'], '$3\r\none\r\n');
  time += 1500;
  await send(['GET', 'a'], '$-1\r\n');
  await send(['TTL', 'a'], ':-2\r\n');
  await send(['SET', 'a', 'two', 'NX'], '+OK\r\n');
  await send(['EXPIRE', 'a', '5'], ':1\r\n');
  await send(['RENAME', 'a', 'b'], '+OK\r\n');
  await send(['RENAME', 'a', 'b'], '-ERR no such key\r\n');
  await send(['TTL', 'b'], ':5\r\n');
  await send(['EXISTS', 'a', 'b'], ':1\r\n');
  await send(['DEL', 'a', 'b'], ':1\r\n');
  await send(['SET', 'x', 'y', 'EX', 'soon'], '-ERR value is not an integer');
});

test('finds keys by pattern', async () => {
  const { send } = await client();
  await send(['SET', 'revoked|1', ''], '+OK\r\n');
  await send(['SET', 'other', ''], '+OK\r\n');
  await send(
    ['SCAN', '0', 'MATCH', 'revoked|*', 'COUNT', '10000'],
    '*2\r\n$1\r\n0\r\n*1\r\n$9\r\nrevoked|1\r\n',
  );
  assert.equal(globPattern('a.b?[cd]\\*').test('a.bxd*'), true);
  assert.equal(globPattern('a.b?[cd]\\*').test('aXbxd*'), false);
  assert.equal(globPattern('a*').test('ba'), false);
});

test('carries messages to who listens, and no longer', async () => {
  const listener = await client();
  const speaker = await client();
  await listener.send(
    ['SUBSCRIBE', 'news'],
    '*3\r\n$9\r\nsubscribe\r\n$4\r\nnews\r\n:1\r\n',
  );
  await listener.send(
    ['PSUBSCRIBE', 'n*'],
    '*3\r\n$10\r\npsubscribe\r\n$2\r\nn*\r\n:2\r\n',
  );
  await speaker.send(['PUBLISH', 'news', 'hello'], ':2\r\n');
  await listener.expect('*3\r\n$7\r\nmessage\r\n$4\r\nnews\r\n$5\r\nhello\r\n');
  await listener.expect(
    '*4\r\n$8\r\npmessage\r\n$2\r\nn*\r\n$4\r\nnews\r\n$5\r\nhello\r\n',
  );
  await listener.send(
    ['UNSUBSCRIBE', 'news'],
    '*3\r\n$11\r\nunsubscribe\r\n$4\r\nnews\r\n:1\r\n',
  );
  await speaker.send(['PUBLISH', 'news', 'again'], ':1\r\n');
});

test('keeps bytes as they are, however they arrive', async () => {
  const { socket, send, expect } = await client();
  const value = Buffer.from([0, 13, 10, 255, 42, 36]);
  const command = Buffer.concat([
    Buffer.from('*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$6\r\n'),
    value,
    Buffer.from('\r\n'),
  ]);
  for (const byte of command) socket.write(Buffer.from([byte]));
  await expect('+OK\r\n');
  await send(['GET', 'k'], `$6\r\n${value.toString('latin1')}\r\n`);
  socket.write('*1\r\n+PING\r\n');
  await expect('-ERR Protocol error');
});
