// The door to a running platform: a socket in its data folder, open to its user alone.
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { Failure } from '../say.mjs';

/** The kernel takes no longer path for a socket. */
const LONGEST_PATH = 100;

/**
 * Where the door of a data folder is.
 *
 * @throws Failure when the folder's path is too long for one
 */
export function socketIn(dataDir) {
  const file = path.join(dataDir, 'control.sock');
  if (Buffer.byteLength(file) > LONGEST_PATH)
    throw new Failure(
      `${dataDir} is too long a path for a socket; choose a shorter one with --data-dir.`,
    );
  return file;
}

/**
 * Serves the door.
 *
 * @param {string} dataDir
 * @param {(request: { action: string, part?: string }) => Promise<unknown>} act its answer is sent as JSON; what it throws as a sentence
 * @returns {Promise<http.Server>}
 */
export async function openDoor(dataDir, act) {
  const file = socketIn(dataDir);
  fs.rmSync(file, { force: true });
  const server = http.createServer(async (request, response) => {
    const [, action, part] = request.url.split('/').map(decodeURIComponent);
    let status = 200;
    let answer;
    try {
      answer = await act({ action, part });
    } catch (error) {
      status = 500;
      answer = { message: error.message, detail: error.detail };
    }
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(answer ?? {}));
  });
  await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(file, resolve);
  });
  fs.chmodSync(file, 0o600);
  return server;
}

/**
 * Sends one request through the door.
 *
 * @param {string} dataDir
 * @param {string} action `status`, `down`, `stop`, `start`, `restart`
 * @param {string} [part]
 * @returns {Promise<any>} @throws Failure with the platform's own sentence
 */
export function knock(dataDir, action, part) {
  const socketPath = socketIn(dataDir);
  return new Promise((resolve, reject) => {
    const request = http.request(
      {
        socketPath,
        path: `/${[action, part]
          .filter(Boolean)
          .map(encodeURIComponent)
          .join('/')}`,
        method: 'POST',
        agent: false,
      },
      response => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', chunk => {
          text += chunk;
        });
        response.on('error', reject);
        response.on('end', () => {
          const answer = JSON.parse(text);
          if (response.statusCode === 200) resolve(answer);
          else reject(new Failure(answer.message, { detail: answer.detail }));
        });
      },
    );
    request.on('error', error =>
      reject(
        new Failure(`the platform in ${dataDir} does not answer.`, {
          cause: error,
        }),
      ),
    );
    request.end();
  });
}
