// Runs kubectl against one cluster, always with an end.
import { setTimeout as sleep } from 'node:timers/promises';
import { capture } from './capture.mjs';

/** @typedef {import('./capture.mjs').Answer} Answer */

/** kubectl as the administrator of one cluster. */
export class Kubectl {
  #file;
  #kubeconfig;
  #inside;

  /**
   * @param {{ file: string, kubeconfig: string, inside?: (command: string, args: string[]) => { command: string, args: string[] } }} options
   *   `inside` makes the command line that reaches the cluster, where it has a network of its own
   */
  constructor({
    file,
    kubeconfig,
    inside = (command, args) => ({ command, args }),
  }) {
    this.#file = file;
    this.#kubeconfig = kubeconfig;
    this.#inside = inside;
  }

  get kubeconfig() {
    return this.#kubeconfig;
  }

  /**
   * @param {string[]} argv
   * @param {unknown} [object] given on standard input as JSON; a list for several
   * @returns {Promise<Answer>}
   */
  run(argv, object) {
    const { command, args } = this.#inside(this.#file, [
      ...['--kubeconfig', this.#kubeconfig, '--request-timeout=30s'],
      ...argv,
    ]);
    const list = Array.isArray(object)
      ? { apiVersion: 'v1', kind: 'List', items: object }
      : object;
    return capture(command, args, {
      input: list === undefined ? undefined : JSON.stringify(list),
    });
  }

  /** @param {string[]} argv @returns {Promise<any>} the object, or undefined when there is none */
  async json(argv) {
    const { code, stdout } = await this.run([...argv, '-o', 'json']);
    return code === 0 ? JSON.parse(stdout) : undefined;
  }

  /** @param {string} path @returns {Promise<any>} undefined when it is not served */
  async raw(path) {
    const { code, stdout } = await this.run(['get', '--raw', path]);
    return code === 0 ? JSON.parse(stdout) : undefined;
  }

  /** Server-side apply. @throws {Error} with the server's words */
  async apply(object, flags = []) {
    const { code, stderr } = await this.run(
      [
        ...['apply', '--server-side', '--force-conflicts'],
        ...['--field-manager=cairn-check', '-f', '-', ...flags],
      ],
      object,
    );
    if (code !== 0) throw new Error(stderr.trim());
  }

  /** What the server says to an object, which is not kept. @returns {Promise<Answer>} */
  dryRun(object) {
    return this.run(
      ['create', '--dry-run=server', '--validate=strict', '-f', '-'],
      object,
    );
  }

  /** Deletes and waits until it is gone. */
  delete(argv) {
    return this.run([
      ...['delete', '--ignore-not-found', '--timeout=50s'],
      ...argv,
    ]);
  }

  /**
   * Asks until the answer is one.
   *
   * @template T
   * @param {() => Promise<T | undefined>} ask
   * @returns {Promise<T | undefined>} undefined after 90 seconds
   */
  async until(ask, patience = 90_000) {
    const deadline = Date.now() + patience;
    for (;;) {
      const answer = await ask();
      if (answer || Date.now() > deadline) return answer;
      await sleep(250);
    }
  }
}
