// Runs a program to its end and keeps all it prints, the two streams apart.
import { spawn } from 'node:child_process';

/** Beyond this a call hangs. */
const LIMIT = 120_000;

/** @typedef {{ code: number, stdout: string, stderr: string }} Answer */

/**
 * @param {string} command
 * @param {string[]} args
 * @param {{ input?: string, env?: Record<string, string | undefined>, limit?: number }} [options]
 *   `limit`: milliseconds after which it is ended
 * @returns {Promise<Answer>} rejects when it cannot be started
 */
export function capture(command, args, { input, env, limit = LIMIT } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      env,
      stdio: ['pipe', 'pipe', 'pipe'],
      timeout: limit,
    });
    const answer = { stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr']) {
      child[name].setEncoding('utf8');
      child[name].on('data', text => {
        answer[name] += text;
      });
    }
    child.once('error', reject);
    child.once('close', code => resolve({ code: code ?? 1, ...answer }));
    // A program that fails early does not read what it is given.
    child.stdin.on('error', () => {});
    child.stdin.end(input);
  });
}
