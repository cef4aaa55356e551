// Finds out whether a port is free and, when it is not, who holds it.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import { commandLine } from './processes.mjs';
import { Failure } from './say.mjs';

/** @param {number} port on 127.0.0.1 */
export function isFree(port) {
  return new Promise((resolve, reject) => {
    const server = net.createServer();
    server.once('error', error => {
      if (error.code === 'EADDRINUSE') resolve(false);
      else if (error.code === 'EACCES')
        reject(
          new Failure(
            `port ${port} is reserved for root; choose one above 1023.`,
          ),
        );
      else reject(error);
    });
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () =>
      server.close(() => resolve(true)),
    );
  });
}

/** A free port of the kernel's choice. */
export function anyFreePort() {
  return new Promise((resolve, reject) => {
    const server = net.createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

function holderOnLinux(port) {
  const wanted = port.toString(16).toUpperCase().padStart(4, '0');
  const inodes = new Set();
  for (const table of ['/proc/net/tcp', '/proc/net/tcp6']) {
    if (!fs.existsSync(table)) continue;
    for (const row of fs.readFileSync(table, 'utf8').split('\n').slice(1)) {
      const fields = row.trim().split(/\s+/);
      // Columns of proc(5): 1 local address, 3 state (0A is listening), 9 inode.
      if (fields[3] === '0A' && fields[1].endsWith(`:${wanted}`))
        inodes.add(`socket:[${fields[9]}]`);
    }
  }
  for (const pid of fs
    .readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))) {
    try {
      for (const fd of fs.readdirSync(`/proc/${pid}/fd`)) {
        if (inodes.has(fs.readlinkSync(`/proc/${pid}/fd/${fd}`)))
          return Number(pid);
      }
    } catch {
      // Gone meanwhile, or another user's.
    }
  }
  return undefined;
}

function holder(port) {
  try {
    if (process.platform === 'linux') return holderOnLinux(port);
    return (
      Number(
        execFileSync('lsof', ['-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-t'], {
          encoding: 'utf8',
          stdio: ['ignore', 'pipe', 'ignore'],
        }).split('\n')[0],
      ) || undefined
    );
  } catch {
    return undefined;
  }
}

/**
 * @param {{ port: number, flag: string, what: string }[]} needed
 * @throws Failure naming the port, its holder and the flag
 */
export async function requireFree(needed) {
  const seen = new Map();
  for (const { port, flag, what } of needed) {
    if (seen.has(port))
      throw new Failure(
        `${seen.get(
          port,
        )} and ${flag} both ask for port ${port}; give each its own.`,
      );
    seen.set(port, flag);
    if (await isFree(port)) continue;
    const pid = holder(port);
    const command = pid && commandLine(pid);
    const who = pid
      ? ` by process ${pid}${command ? ` (${command.slice(0, 60)})` : ''}`
      : ' by another program';
    throw new Failure(
      `port ${port}, meant for ${what}, is taken${who}; stop that or choose another with ${flag}.`,
    );
  }
}
