// Asks whether a part answers.
import fs from 'node:fs';
import http from 'node:http';
import https from 'node:https';

function get(client, url, options) {
  return new Promise(resolve => {
    const request = client.get(
      url,
      { timeout: 3000, agent: false, ...options },
      response => {
        let body = '';
        response.setEncoding('utf8');
        response.on('data', chunk => {
          body += chunk;
        });
        response.on('end', () =>
          resolve({ status: response.statusCode, body }),
        );
        response.on('error', () => resolve(undefined));
      },
    );
    request.on('timeout', () => request.destroy());
    request.on('error', () => resolve(undefined));
  });
}

/** @param {number} port of the backend */
export async function backendIsReady(port) {
  const answer = await get(
    http,
    `http://127.0.0.1:${port}/.backstage/health/v1/readiness`,
  );
  return answer?.status === 200;
}

/** @param {number} port @param {string} caFile written by the sandbox when it first starts */
export async function sandboxIsReady(port, caFile) {
  if (!fs.existsSync(caFile)) return false;
  const answer = await get(https, `https://127.0.0.1:${port}/readyz`, {
    ca: fs.readFileSync(caFile),
  });
  return answer?.status === 200 && answer.body.startsWith('ok');
}

/** @param {number} port of the git host */
export async function gitHostIsReady(port) {
  const answer = await get(http, `http://127.0.0.1:${port}/api/v1/version`);
  return answer?.status === 200;
}

/** @param {number} port of the hot-reloading frontend */
export async function frontendIsReady(port) {
  const answer = await get(http, `http://127.0.0.1:${port}/`);
  return answer?.status === 200;
}
